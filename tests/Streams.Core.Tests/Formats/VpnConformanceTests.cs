using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class VpnConformanceTests
{
    [Fact]
    public void Globalprotect_samples_agree_with_their_expectations() =>
        Conformance.Run(
            "globalprotect",
            [new Known("test-panw-panos-globalprotect-sample.log", 2, "account", "pre-logon is the machine, not a person (table 3)")],
            _ => At(-5, "2022-01-01T00:00:00Z"));

    [Fact]
    public void Cisco_asa_samples_agree_with_their_expectations() => Conformance.Run(
        "cisco-asa",
        [
            new Known(
                "test-additional-messages.log", 25, "account", "the name is five asterisks: nobody (formats.md §8 rule 15)"),
            new Known("test-additional-messages.log", 31, "account", "the name is five asterisks: nobody (formats.md §8 rule 15)"),
            new Known("test-additional-messages.log", 48, "outcome", "a connection was lost and waits to resume: interrupted, no success"),
            new Known("test-additional-messages.log", 49, "outcome", "a connection was lost and waits to resume: interrupted, no success"),
        ],
        _ => At(0, "2024-08-01T00:00:00Z"));

    [Fact]
    public void Openvpn_samples_agree_with_their_expectations() =>
        Conformance.Run("openvpn", settings: _ => At(-4, "2023-07-05T00:00:00Z"));

    [Fact]
    public void Fortigate_samples_agree_with_their_expectations() => Conformance.Run(
        "fortigate",
        [
            new Known("test-fortinet.log", 5, "time", "Elastic takes date and time, which were made up; eventtime is exact (table 5)"),
            new Known("test-fortinet-unsanitized.log", 0, "status", "the line holds NULs: quarantined before any format sees it"),
            new Known("test-fortinet-unsanitized.log", 1, "status", "the line holds NULs: quarantined before any format sees it"),
        ],
        _ => At(0, "2024-08-01T00:00:00Z"));

    // The zone is a setting of Elastic's tests that only their results show.
    private static SourceSettings At(int hours, string received) => new()
    {
        Zone = TimeZoneInfo.CreateCustomTimeZone("sample", TimeSpan.FromHours(hours), "sample", "sample"),
        ReceivedMs = Read.Ms(received),
    };
}
