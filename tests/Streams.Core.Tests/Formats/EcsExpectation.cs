using System.Text.Json;
using Streams.Core.Activities;

namespace Streams.Core.Tests.Formats;

/// <summary>What an Elastic ECS document says of a record, read as Table 6 of formats.md tells.</summary>
internal static class EcsExpectation
{
    public static IEnumerable<(string Field, string Expected, string Actual)> Compare(JsonElement document, Seen seen)
    {
        var activity = seen.Activity;
        if (Get(document, "@timestamp") is { } time && Conformance.Ms(time) is { } ms && ms != activity.Time)
        {
            yield return ("time", time, Conformance.Time(activity.Time));
        }

        var names = Names(document).Where(name => name.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ours = Ours(seen).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.Count > 0 && !names.Overlaps(ours))
        {
            yield return ("account", string.Join(" or ", names), string.Join(" or ", ours));
        }

        var expected = PublicAddress(document);
        var ip = IpAddress.Parse(expected ?? "");
        if (ip != activity.Ip) yield return ("ip", ip.ToString(), activity.Ip.ToString());

        var outcome = Get(document, "event.outcome");
        if (outcome is "success" or "failure" && outcome != activity.Outcome.Name())
        {
            yield return ("outcome", outcome, activity.Outcome.Name());
        }
    }

    public static string? Get(JsonElement element, string path)
    {
        foreach (var part in path.Split('.'))
        {
            if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0) element = element[0];
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(part, out element)) return null;
        }

        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0) element = element[0];
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };
    }

    private static string? PublicAddress(JsonElement document)
    {
        var code = Get(document, "event.code");
        if (Get(document, "panw.panos.type") is not null || Get(document, "observer.vendor") == "Palo Alto Networks")
        {
            return Get(document, "source.nat.ip");
        }

        if (Get(document, "observer.vendor") == "Cisco")
        {
            if (code is "113019") return Get(document, "destination.ip");
            if (code is "113004") return null;
        }

        if (Get(document, "observer.vendor") == "Fortinet" && Get(document, "fortinet.firewall.subtype") == "vpn")
        {
            return Get(document, "destination.ip") ?? Get(document, "source.ip");
        }

        return Get(document, "github.actor_ip") ?? Get(document, "source.ip") ?? Get(document, "client.ip")
            ?? Get(document, "cisco_meraki.anyconnect_vpn_session_manager.peer_ip");
    }

    private static IEnumerable<string> Names(JsonElement document)
    {
        string[] paths =
        [
            "user.email", "user.name", "user.id", "source.user.name", "source.user.email", "client.user.name", "okta.actor.alternate_id",
            "azure.signinlogs.properties.user_principal_name", "azure.signinlogs.properties.service_principal_id",
            "azure.signinlogs.properties.app_id", "user.full_name",
        ];
        return paths.Select(path => Get(document, path)).OfType<string>();
    }

    private static IEnumerable<string> Ours(Seen seen)
    {
        TextField[] fields = [TextField.AccountId, TextField.Email, TextField.Login, TextField.DisplayName];
        foreach (var field in fields)
        {
            if (seen.Text(field) is not { } name) continue;
            yield return name;
            if (name.IndexOf('@') is var at and > 0) yield return name[..at];
            if (field == TextField.Login && seen.Text(TextField.Domain) is { } domain) yield return $"{domain}\\{name}";
        }
    }
}
