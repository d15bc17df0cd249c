using Streams.Core.Activities;

namespace Streams.Core.Formats.Ecs;

/// <summary>Account, address and client as plain ECS has them; datasets with other habits overwrite.</summary>
internal static class EcsCommon
{
    public static void Set(in JsonFields fields, Activity activity)
    {
        SetAddress(fields, activity);
        activity[TextField.UserAgent] = AccountText.Clean(fields.Text(EcsFields.Agent));
        activity[TextField.Os] = AccountText.Clean(fields.Text(EcsFields.AgentOs, EcsFields.HostOs));
        activity[TextField.EventId] = AccountText.Clean(fields.Text(EcsFields.EventId));
    }

    /// <summary>The machine that acted: not for firewalls, whose host is the firewall.</summary>
    public static void SetDevice(in JsonFields fields, Activity activity)
    {
        activity[TextField.DeviceId] = AccountText.Clean(fields.Text(EcsFields.DeviceId, EcsFields.HostId));
        activity[TextField.DeviceName] = AccountText.Clean(fields.Text(EcsFields.HostName));
        activity[TextField.DeviceSerial] = AccountText.Clean(fields.Text(EcsFields.Serial));
    }

    public static void SetGeo(in JsonFields fields, Activity activity, EcsGeo geo) => VendorGeo.Set(
        activity, fields.Text(geo.Country), fields.Text(geo.City), fields.Number(geo.Latitude), fields.Number(geo.Longitude),
        fields.Integer(geo.Asn));

    /// <summary>
    /// The first public one of the translated, the source's and the client's; else the first that is an address at all.
    /// </summary>
    private static void SetAddress(in JsonFields fields, Activity activity)
    {
        var nat = fields.Ip(EcsFields.SourceNat);
        var source = fields.Ip(EcsFields.SourceIp);
        var client = fields.Ip(EcsFields.ClientIp);
        if (IpRanges.IsPublic(nat)) activity.Ip = nat;
        else if (IpRanges.IsPublic(source)) activity.Ip = source;
        else if (IpRanges.IsPublic(client)) activity.Ip = client;
        else activity.Ip = !source.IsNone ? source : client;
        if (activity.Ip.IsNone) return;
        if (activity.Ip == source) SetGeo(fields, activity, EcsFields.SourceGeo);
        else if (activity.Ip == client) SetGeo(fields, activity, EcsFields.ClientGeo);
    }
}

internal static class EcsAccount
{
    public static void Set(in JsonFields fields, Activity activity)
    {
        activity[TextField.AccountId] = AccountText.Clean(fields.Text(EcsFields.UserId));
        activity[TextField.DisplayName] = AccountText.Clean(fields.Text(EcsFields.UserFullName));
        AccountText.SetName(activity, First(fields, EcsFields.UserName, EcsFields.SourceUser, EcsFields.ClientUser), fields.Scratch);
        var domain = AccountText.Clean(fields.Text(EcsFields.UserDomain, EcsFields.SourceUserDomain));
        if (!domain.IsEmpty && activity[TextField.Domain].IsEmpty) activity[TextField.Domain] = domain;
        var email = AccountText.Clean(fields.Text(EcsFields.UserEmail, EcsFields.SourceUserEmail));
        if (AccountText.IsEmail(email.Span)) activity[TextField.Email] = email;
        if (activity[TextField.Login].IsEmpty) activity[TextField.Login] = activity[TextField.Email];
        activity.AccountType = AccountText.TypeOf(activity[TextField.Login].Span);
    }

    private static Utf8Text First(in JsonFields fields, JsonField first, JsonField second, JsonField third)
    {
        var text = AccountText.Clean(fields.FirstText(first));
        if (text.IsEmpty) text = AccountText.Clean(fields.FirstText(second));
        return text.IsEmpty ? AccountText.Clean(fields.FirstText(third)) : text;
    }
}
