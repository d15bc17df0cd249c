namespace Streams.Core.Formats.Ecs;

internal enum Dataset : byte
{
    None, Plain, Okta, Azure, GitHub, GlobalProtect, Asa, FortiGate, Meraki, OpenVpn, Pulse, Zpa, Cloudflare, Duo, Google, CloudTrail,
}

/// <summary>Which integration wrote a document: its dataset or module, else the vendor's own object in it.</summary>
internal static class EcsDataset
{
    public static Dataset Of(in JsonFields fields)
    {
        var name = fields.Text(EcsFields.Dataset, EcsFields.StreamDataset).Span;
        if (name.IsEmpty) name = fields.Text(EcsFields.Module).Span;
        var known = Of(name);
        if (known != Dataset.None) return known;
        var byObject = ByObject(fields);
        return byObject != Dataset.None || name.IsEmpty ? byObject : Dataset.Plain;
    }

    private static Dataset Of(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("okta"u8)) return Dataset.Okta;
        if (name.StartsWith("azure.signinlogs"u8)) return Dataset.Azure;
        if (name.StartsWith("github"u8)) return Dataset.GitHub;
        if (name.StartsWith("panw"u8)) return Dataset.GlobalProtect;
        if (name.StartsWith("cisco_asa"u8) || name.StartsWith("cisco.asa"u8) || name.StartsWith("cisco_ftd"u8)) return Dataset.Asa;
        if (name.StartsWith("fortinet"u8)) return Dataset.FortiGate;
        if (name.StartsWith("cisco_meraki"u8)) return Dataset.Meraki;
        if (name.StartsWith("pfsense"u8)) return Dataset.OpenVpn;
        if (name.StartsWith("pulse"u8)) return Dataset.Pulse;
        if (name.StartsWith("zscaler_zpa.user_status"u8)) return Dataset.Zpa;
        if (name.StartsWith("cloudflare_logpush.access"u8)) return Dataset.Cloudflare;
        if (name.StartsWith("cisco_duo.auth"u8)) return Dataset.Duo;
        if (name.StartsWith("google_workspace"u8)) return Dataset.Google;
        return name.StartsWith("aws.cloudtrail"u8) ? Dataset.CloudTrail : Dataset.None;
    }

    public static Dataset ByObject(in JsonFields fields)
    {
        if (fields.Has(EcsFields.OktaActor) || fields.Has(EcsFields.OktaType)) return Dataset.Okta;
        if (fields.Has(EcsFields.AzureCategory)) return Dataset.Azure;
        if (fields.Has(EcsFields.GitHubOrg) || fields.Has(EcsFields.GitHubRepo)) return Dataset.GitHub;
        if (fields.Has(EcsFields.PanType)) return Dataset.GlobalProtect;
        if (fields.Has(EcsFields.AsaAssigned) || fields.Has(EcsFields.AsaMessage)) return Dataset.Asa;
        if (fields.Has(EcsFields.FortiSubtype)) return Dataset.FortiGate;
        if (fields.Has(EcsFields.MerakiSubtype)) return Dataset.Meraki;
        if (fields.Has(EcsFields.Pfsense)) return Dataset.OpenVpn;
        if (fields.Has(EcsFields.Pulse)) return Dataset.Pulse;
        if (fields.Has(EcsFields.ZpaStatus)) return Dataset.Zpa;
        return fields.Has(EcsFields.CloudflareAction) ? Dataset.Cloudflare : Dataset.None;
    }
}
