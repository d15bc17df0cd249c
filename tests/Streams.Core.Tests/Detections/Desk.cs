using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;

namespace Streams.Core.Tests.Detections;

/// <summary>One account under every detection: events go in, findings are read off.</summary>
internal sealed class Desk
{
    public Desk(DirectoryRow? facts = null, Tables? tables = null, DetectionSettings? settings = null)
    {
        Engine = new AccountEngine(DetectionCatalogue.All(settings ?? new DetectionSettings()));
        Block = new byte[Engine.BlockSize];
        Step = new AccountStep
        {
            Account = Key128.Of("ana@corp.example"),
            AccountName = "ana@corp.example",
            Facts = facts,
            Tables = tables ?? Tables.Empty,
        };
    }

    public AccountEngine Engine { get; }

    public byte[] Block { get; set; }

    public AccountStep Step { get; }

    public IReadOnlyList<Finding> All => Step.Findings.Current;

    public ref AccountProfile Profile => ref AccountEngine.ProfileOf(Block);

    public Desk See(params Activity[] activities)
    {
        foreach (var activity in activities)
        {
            Step.Activity = activity;
            Engine.Step(Block, Step);
        }

        return this;
    }

    /// <summary>Whether that one event is the human clock's.</summary>
    public bool IsPresence(Activity activity)
    {
        See(activity);
        return Step.IsPresence;
    }

    public Desk Late(Activity activity)
    {
        Step.Activity = activity;
        Engine.Late(Block, Step);
        return this;
    }

    public IReadOnlyList<Finding> Of(string rule) => [.. All.Where(finding => finding.Rule.Id == rule)];

    public Finding One(string rule)
    {
        var found = Of(rule);
        found.Count.ShouldBe(1, string.Join(" | ", All.Select(finding => finding.Summary)));
        return found[0];
    }

    public double Fact(string rule, string name) => One(rule).Facts.Single(fact => fact.Name == name).Number;
}

internal static class People
{
    public static DirectoryRow Berliner(Func<DirectoryRow, DirectoryRow>? change = null)
    {
        var row = new DirectoryRow
        {
            Account = "ana@corp.example",
            Key = Key128.Of("ana@corp.example"),
            Kind = AccountKind.Employee,
            Remote = true,
            Country = CountryCode.Parse("DE"),
            Zone = TimeZoneInfo.Utc,
            Latitude = 52.5,
            Longitude = 13.4,
        };
        return change is null ? row : change(row);
    }

    public static Travel To(string country, string from, string to, string? network = null) =>
        new(CountryCode.Parse(country), null, network, new Span(Acts.At(from), Acts.At(to)));
}
