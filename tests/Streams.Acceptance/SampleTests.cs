using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>
/// Every sample record of the formats that are decoded is understood, but for those that lack what a record needs.
/// </summary>
public sealed class SampleTests
{
    private static readonly string[] Formats =
        ["okta", "entra", "globalprotect", "cisco-asa", "openvpn", "fortigate", "github", "gitlab", "git-log", "ecs"];

    /// <summary>
    /// What the samples hold beyond understanding, record by record, and the word of the reason that says why.
    /// </summary>
    private static readonly Dictionary<string, (int[] Records, string Why)[]> Expected = new()
    {
        // Fragments for rule tests: no "published", so nobody could say when it was.
        ["okta/panther-okta.ndjson"] = [([3, 4, 5, 6, 19, 20, 22], "unknown format"), ([16, 17, 18], "no time")],
        // Fragments too: pushes and audit events without any time.
        ["github/panther-github.ndjson"] = [([4, 30, 31, 33, 42, 43, 44, 45, 46, 47], "no time")],
        // A NUL inside a value: the sample's name says that it was left as it came.
        ["fortigate/test-fortinet-unsanitized.log"] = [([1, 2], "a NUL")],
    };

    [Fact]
    public void Nothing_is_quarantined_but_what_is_no_record()
    {
        if (Shared.IsMissing) return;
        using var scratch = new Scratch();
        var samples = Path.Combine(Shared.Root!, "samples");
        var run = StreamsProgram.Run("hunt", samples, "--json", "-", "--quarantine", scratch.At("quarantine")).Exits(0);
        var hunt = HuntOutcome.Of(run.OutputBytes).Reconciles();
        var read = hunt.Inputs.Select(i => (Name: NameOf((string)i!["path"]!, samples), Counts: i!)).Where(i => IsSample(i.Name)).ToList();
        read.Select(i => i.Name.Split('/')[0]).Distinct().Order().ShouldBe(Formats.Order());
        foreach (var (name, counts) in read) HuntOutcome.Count(counts, "read").ShouldBeGreaterThan(0, name);

        var quarantined = File.ReadLines(scratch.At("quarantine")).Select(line => JsonNode.Parse(line)!)
            .Select(q => (Name: NameOf((string)q["path"]!, samples), Record: (int)q["record"]!, Reason: (string)q["reason"]!))
            .Where(q => IsSample(q.Name)).ToList();
        foreach (var (name, record, reason) in quarantined)
        {
            var known = Expected.TryGetValue(name, out var all) ? all.FirstOrDefault(e => e.Records.Contains(record)).Why : null;
            known.ShouldNotBeNull($"{name}:{record}: {reason}");
            reason.ShouldContain(known);
        }

        quarantined.Count.ShouldBe(Expected.Values.Sum(e => e.Sum(x => x.Records.Length)));
    }

    [Fact]
    public void Each_file_is_told_as_the_format_of_its_folder()
    {
        if (Shared.IsMissing) return;
        foreach (var format in Formats)
        {
            // The ecs samples are raw vendor events in a shipper's envelope: unwrapped, they are their vendor's.
            if (format == "ecs") continue;
            var lines = StreamsProgram.Run("decode", Path.Combine(Shared.Root!, "samples", format)).Exits(0).Lines.Select(l => JsonNode.Parse(l)!)
                .Where(l => IsSample(NameOf((string)l["path"]!, Path.Combine(Shared.Root!, "samples"))) && (string)l["status"]! != "quarantined").ToList();
            lines.ShouldNotBeEmpty(format);
            lines.ShouldAllBe(l => (string)l["format"]! == format);
        }
    }

    private static string NameOf(string path, string samples) => Path.GetRelativePath(samples, path).Replace('\\', '/');

    private static bool IsSample(string name) =>
        Formats.Contains(name.Split('/')[0]) && !name.EndsWith("-expected.json", StringComparison.Ordinal);
}
