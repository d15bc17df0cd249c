using System.Text;
using System.Text.Json;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

public class HuntJsonTests
{
    [Fact]
    public void What_is_written_is_read_back_and_written_the_same()
    {
        var bytes = HuntJson.ToBytes(Document());
        HuntJson.ToBytes(HuntJson.Read(bytes)).ShouldBe(bytes);
        HuntJson.ToBytes(Document()).ShouldBe(bytes);
    }

    [Fact]
    public void Keys_and_times_are_those_of_the_contract()
    {
        using var json = JsonDocument.Parse(HuntJson.ToBytes(Document()));
        var root = json.RootElement;
        root.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["schema", "inputs", "totals", "accounts", "rings", "notes"]);
        root.GetProperty("schema").GetString().ShouldBe("streams.hunt/1");
        var account = root.GetProperty("accounts")[0];
        string[] contract =
        [
            "account", "names", "score", "level", "score_as_of", "peak_score", "peak_level", "peak_time", "page_time", "priority",
                "ring", "events", "sources",
            "first_seen", "last_seen", "score_without_top_reason", "findings", "ticket_time", "prior",
                "points_by_group", "missing", "floor",
        ];
        account.EnumerateObject().Select(property => property.Name).ShouldBeSubsetOfAtLeast(contract);
        var finding = account.GetProperty("findings")[0];
        string[] ofFinding =
        [
            "id", "rule", "name", "time", "strength", "weight", "points", "group", "summary", "facts", "counterparts",
                "attack", "evidence",
            "count", "last_time", "threshold", "threshold_origin",
        ];
        finding.EnumerateObject().Select(property => property.Name).ShouldBeSubsetOfAtLeast(ofFinding);
        finding.GetProperty("time").GetString().ShouldBe("2026-01-05T09:00:00.000Z");
        string[] ofEvidence = ["time", "source", "format", "path", "record", "event_id", "ip", "country"];
        finding.GetProperty("evidence")[0].EnumerateObject().Select(property => property.Name)
            .ShouldBeSubsetOfAtLeast(ofEvidence);
        string[] ofRing =
        [
            "id", "score", "level", "score_as_of", "peak_score", "peak_level", "peak_time", "page_time", "accounts", "artefacts",
                "first_seen", "last_seen",
            "findings",
        ];
        root.GetProperty("rings")[0].EnumerateObject().Select(property => property.Name)
            .ShouldBeSubsetOfAtLeast(ofRing);
    }

    [Fact]
    public void Hostile_texts_survive()
    {
        var document = Document() with { Notes = ["\u0000\"</script>\ud83d\ude00\u202e", new string('x', 100_000)] };
        HuntJson.Read(HuntJson.ToBytes(document)).Notes.ShouldBe(document.Notes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"streams.hunt/2\"}")]
    [InlineData("{\"schema\":\"streams.hunt/1\",\"totals\":{\"first_event\":\"yesterday\"}}")]
    public void Anything_else_is_refused(string text) =>
        Should.Throw<FormatException>(() => HuntJson.Read(Encoding.UTF8.GetBytes(text)));

    private static HuntDocument Document()
    {
        var state = Some.Case(Some.Finding(Some.D11), Some.Finding(Some.D03) with { LevelFloor = "high" });
        state.SetRing(new RingFact { Id = "r-1", Timeline = [new RingMoment(Some.Start, 75.2)] });
        return new HuntDocument
        {
            Inputs = [new InputDocument("okta.ndjson", "okta", 5, 3, 1, 1, 0),
                new InputDocument("x", null, 0, 0, 0, 0, 0)],
            Totals = new TotalsDocument(5, 3, 1, 1, 0, Some.Start, null),
            Accounts = [state.Evaluate(Some.Context(3))],
            Rings =
            [
                new RingDocument
                {
                    Id = "r-1",
                    Score = 75.2,
                    Artefacts = [new RingArtefactDocument("ip", "198.51.100.20", ["ana", "bob"])],
                    Points = new Dictionary<string, double> { ["homes"] = 3.5 },
                    Reasons = ["2 accounts share ip 198.51.100.20"],
                },
            ],
            Notes = ["no directory"],
        };
    }
}

internal static class SubsetAssertions
{
    /// <summary>Every name of the contract is there; more may be.</summary>
    public static void ShouldBeSubsetOfAtLeast(this IEnumerable<string> actual, IEnumerable<string> contract)
    {
        var names = actual.ToHashSet();
        contract.Where(name => !names.Contains(name)).ShouldBeEmpty();
    }
}
