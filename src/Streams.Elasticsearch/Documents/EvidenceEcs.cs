using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>
/// Events in <c>streams-evidence-YYYY.MM</c>: cited by a finding (one document for each citation), or of an account that
/// is under suspicion, with everything that enrichment knew (one for each event). Counts over both are of distinct
/// <c>event.id</c>.
/// </summary>
internal static class EvidenceEcs
{
    public const string Cited = "cited", Event = "event";

    private const string E = "streams.evidence.";

    public static string IdOf(FindingDocument finding, EvidenceDocument evidence) =>
        IndexNames.Id($"{finding.Id}/{evidence.Format}/{evidence.EventId}");

    public static EcsDocument Of(EvidenceDocument evidence, FindingDocument finding, AccountDocument account)
    {
        var to = Start(evidence.Time, evidence.EventId, evidence.Kind, evidence.Source, evidence.Format, Cited);
        to.User(account);
        to.Set(Common.Status, Common.StatusOf(finding));
        to.Set("message", finding.Summary);
        to.Set("event.reason", finding.Summary);
        to.Set("streams.reasons", [finding.Summary]);
        to.Set("streams.finding.id", finding.Id);
        FindingEcs.Rule(to, finding);
        to.Set("related.user", [account.Account]);
        Address(to, evidence.Ip);
        to.Set("source.geo.country_iso_code", evidence.Country);
        to.Location("source.geo.location", evidence.Latitude, evidence.Longitude);
        to.Set(E + "network_class", evidence.NetworkClass);
        to.Set(E + "path", evidence.Path);
        to.Set("log.file.path", evidence.Path);
        to.Set(E + "record", evidence.Record);
        to.Set("streams.local.hour_utc", (long)DateTimeOffset.FromUnixTimeMilliseconds(evidence.Time).Hour);
        return to;
    }

    public static EcsDocument Of(EventDocument seen)
    {
        var to = Start(seen.Time, seen.EventId, seen.Kind, seen.Source, seen.Format, Event);
        to.Set(Common.Status, Common.Open);
        to.Set("user.name", seen.Account);
        to.Set("user.email", seen.Email ?? (Common.IsEmail(seen.Account) ? seen.Account : null));
        to.Set("event.outcome", seen.Outcome);
        to.Risk(seen.Score, seen.Level);
        to.Set("streams.ring.id", seen.Ring);
        to.Set("streams.vendor", seen.Vendor);
        to.Set("streams.team", seen.Team);
        to.Set("streams.declared.country", seen.DeclaredCountry);
        to.Set("related.user", new[] { seen.Account, seen.Email, seen.Login }.Distinct());
        Place(to, seen);
        Device(to, seen);
        to.Set("service.name", seen.App);
        to.Set("organization.id", seen.Tenant);
        to.Set("event.timezone", seen.TimeZone);
        to.Set("streams.local.time_zone", seen.TimeZone);
        to.Set("streams.local.weekday", (long)seen.Weekday);
        to.Set("streams.local.hour", (long)seen.Hour);
        to.Set("streams.local.hour_utc", (long)seen.HourUtc);
        to.Set("log.file.path", seen.Path);
        to.Set(E + "path", seen.Path);
        to.Set(E + "record", seen.Record);
        to.Set(E + "part", (long)seen.Part);
        to.Set(E + "login", seen.Login);
        to.Set(E + "presence", seen.Presence);
        to.Set(E + "session", seen.Session);
        to.Set(E + "mfa", seen.Mfa);
        to.Set(E + "mfa_device", seen.MfaDevice);
        to.Set(E + "tenant", seen.Tenant);
        to.Set(E + "repo", seen.Repo);
        to.Set(E + "commits", (long)seen.Commits);
        return to;
    }

    private static EcsDocument Start(long time, string id, string kind, string source, string format, string role)
    {
        var to = new EcsDocument();
        to.Time("@timestamp", time);
        to.Set("event.kind", "event");
        to.Set("event.id", id);
        to.Set("event.action", kind);
        to.Set("event.module", source);
        to.Set("event.dataset", format);
        to.Set("event.category", Categories(source));
        to.Set("event.type", [TypeOf(kind)]);
        to.Set(E + "role", role);
        return to;
    }

    private static void Place(EcsDocument to, EventDocument seen)
    {
        Address(to, seen.Ip, seen.VpnIp, seen.MfaIp);
        to.Set("source.as.number", seen.Asn);
        to.Set("source.geo.country_iso_code", seen.Country);
        to.Set("source.geo.city_name", seen.City);
        to.Location("source.geo.location", seen.Latitude, seen.Longitude);
        to.Set(E + "radius_km", seen.RadiusKm);
        to.Set(E + "network_class", seen.NetworkClass);
        to.Set(E + "egress", seen.Egress);
        to.Set(E + "relay_provider", seen.RelayProvider);
        to.Set(E + "rtt_ms", seen.RttMs);
        to.Set(E + "vpn_ip", Common.Addresses([seen.VpnIp]).FirstOrDefault());
        to.Set(E + "mfa_ip", Common.Addresses([seen.MfaIp]).FirstOrDefault());
    }

    private static void Device(EcsDocument to, EventDocument seen)
    {
        to.Set("device.id", seen.DeviceId);
        to.Set("device.serial_number", seen.DeviceSerial);
        to.Set("host.id", seen.DeviceId);
        to.Set("host.name", seen.DeviceName);
        to.Set("host.os.name", seen.Os);
        to.Set("related.hosts", new[] { seen.DeviceName, seen.DeviceId }.Distinct());
        to.Set("user_agent.original", seen.UserAgent);
        to.Set(E + "os", seen.Os);
        to.Set(E + "device_fingerprint", seen.DeviceFingerprint);
        to.Set(E + "device_managed", seen.DeviceManaged);
    }

    private static void Address(EcsDocument to, params string?[] addresses)
    {
        to.Set("source.ip", Common.Addresses([addresses[0]]).FirstOrDefault());
        to.Set("source.address", addresses[0]);
        to.Set("related.ip", Common.Addresses(addresses));
    }

    private static string[] Categories(string source) => source switch
    {
        "sso" => ["authentication"],
        "vpn" => ["network", "session"],
        "code" => ["web"],
        _ => ["authentication"],
    };

    private static string TypeOf(string kind) => kind switch
    {
        "sso.login" or "vpn.start" or "vpn.resume" => "start",
        "sso.logout" or "vpn.end" => "end",
        "sso.app" or "sso.token" or "code.fetch" or "code.export" => "access",
        "code.push" or "code.commit" or "code.merge" or "device.enrol" => "change",
        _ => "info",
    };
}
