using System.Text;
using System.Text.Json.Nodes;
using Streams.Cli.Commands;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;
using Streams.Core.Alerts;
using Streams.Core.Scoring;
using Streams.Files;
using Streams.Runtime.Deliver;
using Streams.Synthetic;

namespace Streams.Cli.Tests.Hunting;

/// <summary>A hunt that is looked at on the way, as the demo does for its sinks: it ends as one that is not.</summary>
public sealed class ClockTests
{
    private const int EvidencePerDay = 5;

    private static readonly long SixHours = (long)TimeSpan.FromHours(6).TotalMilliseconds;

    [Fact]
    public void Clocks_change_nothing_at_the_end_and_tell_what_a_service_would_have_told()
    {
        using var scratch = new Scratch();
        CompanyWriter.Write(
            Company.Create(new CompanyOptions { Seed = 5, Accounts = 200, Days = 16 }), new FolderOutput(scratch.Path("company")));
        var plain = Run(scratch, 0, 0);
        var looked = Run(scratch, SixHours, EvidencePerDay);
        Encoding.UTF8.GetString(HuntJson.ToBytes(looked.Document)).ShouldBe(Encoding.UTF8.GetString(HuntJson.ToBytes(plain.Document)));
        plain.Documents.Select(d => d.Entity).ShouldBeUnique();

        foreach (var one in looked.Documents.GroupBy(d => d.Entity)) one.Select(d => d.Version).ShouldBeInOrder();
        var scores = looked.Documents.Where(d => d.Kind == "account" && d.Json.Length > 0).Select(d => HuntJson.ReadAccount(d.Json)).ToList();
        scores.Where(a => a.Level == "high").GroupBy(a => a.Account).ShouldContain(days => days.Count() > 3);
        Events(looked, scores);
        Alerts(looked);
    }

    private static void Events(HuntResult looked, IReadOnlyList<AccountDocument> told)
    {
        var suspects = told.Where(a => Odds.Rank(a.Level) >= 2).Select(a => a.Account).ToHashSet();
        var said = looked.Documents.Where(d => d.Kind == "event").ToLookup(d => EventJson.ReadWithdrawn(d.Json) is null);
        var events = said[true].Select(d => EventJson.Read(d.Json)).ToList();
        events.ShouldNotBeEmpty();
        events.ShouldAllBe(e => suspects.Contains(e.Account) && Odds.Rank(e.Level) >= 2);
        events.Select(e => e.Id).ShouldBeUnique();
        events.Select(e => e.Weekday).Distinct().Count().ShouldBe(7);
        // Kept by lowest hash while they come: what came before them and was higher is withdrawn.
        said[false].Select(d => d.Id).ShouldBeSubsetOf(events.Select(e => e.Id));
        said[false].Select(d => d.Id).ShouldBeUnique();
        foreach (var day in events.GroupBy(e => (e.Account, e.Time / 86_400_000)))
        {
            var lowest = day.Select(e => e.Id).Order(StringComparer.Ordinal).Take(EvidencePerDay);
            day.Select(e => e.Id).Except(said[false].Select(d => d.Id)).ShouldBe(lowest, ignoreOrder: true, $"{day.Key}");
        }

        said[false].Count().ShouldBeGreaterThan(10);
    }

    private static void Alerts(HuntResult looked)
    {
        var alerts = looked.Documents.Where(d => d.Kind == "alert").Select(d => JsonNode.Parse(d.Json)!).ToList();
        var opened = alerts.Where(a => (string)a["kind"]! == "opened").ToList();
        opened.Count.ShouldBeGreaterThan(2);
        opened.Select(a => (string)a["id"]!).ShouldBeUnique();
        opened.Select(a => ((string)a["opened"]!)[..10]).Distinct().Count().ShouldBeGreaterThan(2, "each when it held, not all at the end");
        foreach (var alert in alerts.GroupBy(a => (string)a["id"]!))
            alert.Select(a => (int)a["transition"]!).ShouldBe(Enumerable.Range(1, alert.Count()));
        opened.Where(a => (string)a["cause"]! == "at level high").ShouldAllBe(a => (double)a["score"]! >= 70);
    }

    private static HuntResult Run(Scratch scratch, long clock, int evidence)
    {
        var problems = new List<string>();
        string Table(string name) => scratch.Path($"company/{name}.csv");
        var tables = TableFiles.Load(new TableArguments([], Table("networks"), Table("directory"), Table("watchlist"), Table("allow")), problems);
        var now = DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        var options = new HuntOptions
        {
            Tables = tables,
            Sources = SourceRules.Parse([], now, problems).For,
            NowMs = now,
            Alerts = AlertPolicy.Default,
            ClockEveryMs = clock,
            EvidencePerDay = evidence,
        };
        problems.ShouldBeEmpty();
        return new HuntRunner(options, new Progress(quiet: true)).Run(LogFiles.Find([scratch.Path("company/logs")]), CancellationToken.None);
    }
}
