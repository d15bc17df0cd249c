using System.Globalization;
using System.Text.Json;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

/// <summary>
/// The public samples against what Elastic's own pipelines made of them: time, account, public and assigned address
/// wherever
/// both have one. Elastic keeps them in other places for every data set (formats.md, table 6).
/// </summary>
public class VpnSampleTests
{
    private const string Nothing = "-";

    // Where the expectation is wrong or means something else: file and line, and why.
    private static readonly Dictionary<(string, int), string> Disagreements = new()
    {
        [("cisco-asa/test-dap-records.log", 1)] = "the expectation leaves out the user that the line names",
        [("cisco-asa/test-additional-messages.log", 44)] = "the expectation leaves out the assigned address that the line names",
        [("cisco-asa/test-additional-messages.log", 45)] = "the expectation leaves out the assigned address that the line names",
    };

    // Kinds are ours; what Elastic calls the same thing. Lines with any other code have to be ignored.
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["gateway-config-release"] = "vpn.end",
        ["gateway-hip-check"] = "vpn.traffic",
        ["gateway-getconfig"] = "vpn.start",
        ["gateway-tunnel-latency"] = "vpn.traffic",
        ["gateway-auth"] = "vpn.auth",
        ["gateway-setup-ipsec"] = "vpn.start",
        ["722051"] = "vpn.address",
        ["716002"] = "vpn.end",
        ["113004"] = "vpn.auth",
        ["113005"] = "vpn.auth",
        ["113012"] = "vpn.auth",
        ["716039"] = "vpn.auth",
        ["113015"] = "vpn.auth",
        ["113008"] = "vpn.auth",
        ["737026"] = "vpn.address",
        ["716058"] = "vpn.traffic",
        ["716059"] = "vpn.resume",
        ["722055"] = "vpn.traffic",
        ["113039"] = "vpn.start",
        ["113019"] = "vpn.end",
        ["722022"] = "vpn.traffic",
        ["722023"] = "vpn.traffic",
        ["734001"] = "vpn.auth",
        ["0101039947"] = "vpn.start",
    };

    [Theory]
    [InlineData("globalprotect/test-panw-panos-globalprotect-sample.log", 9)]
    [InlineData("globalprotect/test-panw-panos-hipmatch-sample.log", 0)]
    [InlineData("globalprotect/test-panw-panos-userid-sample.log", 0)]
    [InlineData("cisco-asa/test-additional-messages.log", 28)]
    [InlineData("cisco-asa/test-anyconnect-messages.log", 2)]
    [InlineData("cisco-asa/test-asa-missing-groups.log", 8)]
    [InlineData("cisco-asa/test-dap-records.log", 1)]
    [InlineData("cisco-asa/test-non-canonical.log", 0)]
    [InlineData("fortigate/test-fortinet-6-2.log", 0)]
    [InlineData("fortigate/test-fortinet.log", 1)]
    public void Agrees_with_the_expectation(string path, int decoded)
    {
        if (Shared.IsMissing) return;
        var lines = File.ReadAllLines(Path.Combine(Shared.Samples, path));
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shared.Samples, path + "-expected.json")));
        var expected = document.RootElement.GetProperty("expected");
        var count = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var where = $"{path}:{i + 1}";
            var wanted = expected[i];
            var time = TimeOf(wanted, path);
            var read = Read.Line(lines[i], SettingsOf(time));
            read.Format.ShouldBe(path[..path.IndexOf('/')], where);
            var code = Text(wanted, "event", "code") ?? "";
            // Authorisation and accounting share their number with authentication.
            var isRepeat = code == "113004" && !lines[i].Contains("authentication", StringComparison.Ordinal);
            if (isRepeat || !Kinds.TryGetValue(code, out var kind))
            {
                read.Status.ShouldBe("ignored", where);
                continue;
            }

            read.Status.ShouldBe("decoded", $"{where} {read.Reason}");
            count++;
            read.Kind.ShouldBe(kind, where);
            Read.Ms(read.Time + "Z").ShouldBe(time.ToUnixTimeMilliseconds(), where);
            Compare(wanted, read, path, code, where, i + 1);
        }

        count.ShouldBe(decoded);
    }

    private static void Compare(JsonElement wanted, Read read, string path, string code, string where, int line)
    {
        var (ip, assigned) = Addresses(wanted, path, code);
        read.Ip.ShouldBe(ip ?? "", where);
        if (Disagreements.ContainsKey((path, line))) return;
        read.VpnIp.ShouldBe(assigned ?? "", where);
        if (Text(wanted, "event", "outcome") is { } outcome && code != "716058") read.Outcome.ShouldBe(outcome, where);
        var account = Text(wanted, "source", "user", "email") ?? Text(wanted, "source", "user", "name") ?? Text(wanted, "user", "name");
        if (account is "*****" or "pre-logon") account = null;
        (read.Login ?? Nothing).ShouldBe(account ?? Nothing, where);
    }

    private static (string? Ip, string? Assigned) Addresses(JsonElement wanted, string path, string code)
    {
        var source = Text(wanted, "source", "ip");
        if (path.StartsWith("globalprotect", StringComparison.Ordinal))
        {
            // At the authentication stage the assigned column is not yet this session's.
            return (Text(wanted, "source", "nat", "ip"), source == "0.0.0.0" || code.EndsWith("auth", StringComparison.Ordinal) ? null : source);
        }

        if (path.StartsWith("fortigate", StringComparison.Ordinal))
            return (Text(wanted, "destination", "ip"), Text(wanted, "fortinet", "firewall", "tunnelip"));
        return (code == "113019" ? Text(wanted, "destination", "ip") : source, Text(wanted, "cisco", "asa", "assigned_ip"));
    }

    // FortiGate's @timestamp ignores eventtime, which event.start has right.
    private static DateTimeOffset TimeOf(JsonElement wanted, string path)
    {
        var text = path.StartsWith("fortigate", StringComparison.Ordinal) ? Text(wanted, "event", "start") : null;
        return DateTimeOffset.Parse(text ?? Text(wanted, "@timestamp")!, CultureInfo.InvariantCulture);
    }

    // The zone is a setting of Elastic's tests that only the result shows; receipt shortly after the event, as in life.
    private static SourceSettings SettingsOf(DateTimeOffset time) => new()
    {
        Zone = TimeZoneInfo.CreateCustomTimeZone("sample", time.Offset, "sample", "sample"),
        ReceivedMs = time.ToUnixTimeMilliseconds() + 3_600_000,
    };

    private static string? Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    [Fact]
    public void Reads_pfsense_as_elastic_does()
    {
        if (Shared.IsMissing) return;
        var lines = File.ReadAllLines(Path.Combine(Shared.Samples, "openvpn/pfsense-test-pfsense-openvpn.log"));
        var zone = TimeZoneInfo.CreateCustomTimeZone("sample", TimeSpan.FromHours(-4), "sample", "sample");
        var source = new SourceSettings { Zone = zone, ReceivedMs = Read.Ms("2023-07-04T02:00:00Z") };
        var read = lines.Select(line => Read.Line(line, source)).ToArray();
        read.ShouldAllBe(one => one.Format == "openvpn");
        read.Where(one => one.Status == "decoded").Select(one => $"{one.Time} {one.Essence}").ShouldBe(
        [
            "2023-07-04T01:42:57.000 vpn.traffic unknown - 10.170.120.149 -",
            "2023-07-04T01:42:57.000 vpn.traffic unknown - 10.170.120.149 -",
            "2023-07-04T01:42:57.000 vpn.traffic unknown - 10.170.120.149 -",
            "2023-07-04T01:42:57.000 vpn.start success bob 10.170.120.149 -",
            "2023-07-04T01:42:57.000 vpn.auth success bob - -",
            "2023-07-04T01:42:57.000 vpn.address success bob 10.170.120.149 10.170.170.2",
            "2021-07-04T03:17:01.074 vpn.traffic failure - 175.16.199.1 -",
            "2021-07-04T03:40:38.477 vpn.auth failure bob - -",
        ]);
        read.Count(one => one.Status == "ignored").ShouldBe(4);
    }

    [Fact]
    public void Reads_brute_force_against_openvpn()
    {
        if (Shared.IsMissing) return;
        foreach (var line in File.ReadAllLines(Path.Combine(Shared.Samples, "openvpn/crowdsec-openvpn-bf.log")))
            Read.Line(line, new SourceSettings { ReceivedMs = Read.Ms("2025-01-01T00:00:00Z") }).Essence.ShouldBe("vpn.traffic failure - 192.168.1.31 -");
    }
}
