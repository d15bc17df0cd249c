using System.Collections.Immutable;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

/// <summary>Small inputs, written here and nowhere else.</summary>
internal static class Some
{
    public const long Day = 86_400_000, Hour = 3_600_000, Minute = 60_000;

    /// <summary>2026-01-05T09:00:00Z, a Monday.</summary>
    public const long Start = 1_767_603_600_000;

    public static long At(double day) => Start + (long)(day * Day);

    public static Key128 Account(string name) => Key128.Of(name);

    public static Rule Rule(string id, RuleGroup group, double weight, double halfLifeDays = 30) =>
        new(id, "rule-" + id, group, weight, TimeSpan.FromDays(halfLifeDays), TimeSpan.FromDays(14), ["T1078"]);

    public static readonly Rule D01 = Rule("D01", RuleGroup.Where, 1.5, 7), D03 = Rule("D03", RuleGroup.Where, 2),
        D04 = Rule("D04", RuleGroup.Where, 1.5), D11 = Rule("D11", RuleGroup.When, 4.1),
            D12 = Rule("D12", RuleGroup.When, 3.2),
        D17 = Rule("D17", RuleGroup.Who, 3.5), D22 = Rule("D22", RuleGroup.Watchlist, 8, 90),
        D08 = Streams.Core.Detections.LaptopFarm.LaptopFarmRule.Rule;

    public static Finding Finding(Rule rule, double strength = 1, double? weight = null, double day = 0,
        string subject = "s") => new()
        {
            Id = "f-" + Key128.Of(rule.Id + subject).ToString()[..16],
            Rule = rule,
            Subject = Key128.Of(subject),
            Time = At(day),
            LastTime = At(day),
            Claims = [new Claim(At(day), strength, weight ?? rule.Weight)],
            Summary = "something that a person can check",
            Facts = [new Fact("days", 2), new Fact("from", double.NaN, "US")],
            Evidence = [Evidence(At(day), subject)],
            Artefacts = [new Artefact("ip", "203.0.113.7")],
            Threshold = "two days",
        };

    public static EvidenceRef Evidence(long time, string id, string ip = "203.0.113.7") => new()
    {
        Time = time,
        Source = 1,
        Record = 17,
        Part = 1,
        Kind = ActivityKind.SsoLogin,
        Format = 3,
        Country = CountryCode.Parse("US"),
        Class = NetworkClass.Fixed,
        Latitude = 33.4484f,
        Longitude = -112.074f,
        Ip = IpAddress.Parse(ip),
        EventId = EventIdText.Of(Encoding.UTF8.GetBytes(id), default),
    };

    public static DirectoryRow Row(
        string name, double? latitude = null, double? longitude = null, bool? remote = true, string? vendor = null,
        string? household = null, string? person = null, AccountKind kind = AccountKind.Employee) => new()
        {
            Account = name,
            Key = Account(name),
            Latitude = latitude,
            Longitude = longitude,
            Remote = remote,
            Vendor = vendor,
            Household = household,
            PersonId = person,
            Kind = kind,
            Country = CountryCode.Parse("US"),
        };

    public static Func<Key128, DirectoryRow?> Directory(params DirectoryRow[] rows) => new DirectoryTable(rows).Find;

    public static Sighting Seen(
        string account, ArtefactType type = ArtefactType.Device, string value = "laptop-1", double first = 0,
            double last = 10,
        string? person = null) => new()
        {
            Account = Account(account),
            AccountName = account,
            Person = Key128.Of(person ?? account),
            Type = type,
            Artefact = Key128.Of(value),
            Value = value,
            First = At(first),
            Last = At(last),
            Days = 5,
            FirstEvidence = Evidence(At(first), $"{account}-{value}-first"),
            LastEvidence = Evidence(At(last), $"{account}-{value}-last"),
            AsOf = At(last),
            Version = (long)(last * 10) + 1,
        };

    /// <summary>Sticky at an address since the fifth day, on a laptop of its own.</summary>
    public static Sighting Sticky(
        string account, bool? neverAtHome = true, double from = 5, double last = 20, string ip = "198.51.100.20",
            string? device = null) =>
        Seen(account, ArtefactType.Ip, ip, from - 5, last) with
        {
            StickyFrom = At(from),
            StickyLastDay = EpochDay.Of(At(last)),
            Days = 12,
            Share = 0.9,
            Class = NetworkClass.Fixed,
            OwnDevice = Key128.Of(device ?? "own-" + account),
            OwnDeviceSpace = 1,
            // Phoenix: far from every home that these tests declare.
            Latitude = 33.4484f,
            Longitude = -112.074f,
            NeverAtHome = neverAtHome,
            FirstEvidence = Evidence(At(from), account + "-sticky"),
        };

    public static ArtefactVerdict Judge(IEnumerable<Sighting> sightings, params DirectoryRow[] rows)
    {
        var all = sightings.ToList();
        var state = new ArtefactState(all[0].Artefact);
        foreach (var sighting in all) state.Apply(sighting);
        return state.Evaluate(Directory(rows), SharingSettings.Default);
    }

    public static CaseContext Context(double day = 0, DirectoryTable? directory = null) => new()
    {
        AsOf = At(day),
        Sources = new Paths(),
        FormatName = _ => "okta",
        Tables = new Tables { Directory = directory },
    };

    public static CaseState Case(params Finding[] findings)
    {
        var state = new CaseState(Account("ana@corp.example"), "ana@corp.example");
        state.SetOwn([.. findings]);
        return state;
    }

    public static ImmutableArray<T> Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var all = items.ToArray();
        random.Shuffle(all);
        return [.. all];
    }

    private sealed class Paths : ISourceCatalogue
    {
        public string PathOf(int source) => $"logs/{source}.ndjson";
    }
}
