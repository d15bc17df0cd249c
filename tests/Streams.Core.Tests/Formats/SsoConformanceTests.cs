using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class SsoConformanceTests
{
    [Fact]
    public void Okta_samples_agree_with_their_expectations() => Conformance.Run(
        "okta",
        [
            new Known(
                "test-okta-system-events.log", 6, "ip",
                "client.ipAddress is the text null; Elastic stops there, we walk request.ipChain from the right (formats.md §8 rule 3)"),
        ]);

    [Fact]
    public void Entra_samples_agree_with_their_expectations() => Conformance.Run(
        "entra",
        [
            new Known(
                "test-signinlogs-raw.log", 0, "outcome",
                "50140 asks \"keep me signed in?\": Elastic calls every code but 0 a failure, this one is an interruption (Table 1)"),
        ]);

    [Fact]
    public void Records_in_a_shipper_s_envelope_agree_with_their_expectations()
    {
        const string File = "synthetic-filebeat-kafka-raw-message.ndjson";
        var isAsaThere = FormatCatalogue.Of("cisco-asa") is not null;
        Conformance.Run(
            "ecs",
            isAsaThere
                ? []
                : [new Known(File, 1, "status", "no decoder of ASA lines here"), new Known(File, 2, "status", "no decoder of ASA lines here")]);
    }
}
