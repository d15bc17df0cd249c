using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Detections.WatchlistMatch;

/// <summary>
/// D22: the account uses something that a list names. Exact matches only; names go to a person's review and count
/// nothing.
/// </summary>
public sealed class WatchlistMatchDetection(WatchlistMatchSettings settings) : AccountDetection<WatchlistMatchState>
{
    private readonly Rule _rule = new(
        "D22", "watchlist", RuleGroup.Watchlist, settings.IdentityWeight, TimeSpan.FromDays(90), settings.Window,
        ["T1585", "T1656"]);

    public override IReadOnlyList<Rule> Rules => [_rule];

    protected override void Step(ref WatchlistMatchState state, AccountStep step)
    {
        if (step.Tables.Watchlist is not { Entries.Count: > 0 } list) return;
        var activity = step.Activity;

        // Anybody may try somebody else's login from anywhere, and name an address he does not own.
        if (activity.Outcome is not (Outcome.Failure or Outcome.Interrupted))
        {
            Ip(ref state, step, list, step.OriginIp);
            Ip(ref state, step, list, activity.MfaIp);
            var email = activity[TextField.Email].Span;
            var login = activity[TextField.Login].Span;
            var linked = activity[TextField.LinkedEmail].Span;
            Email(ref state, step, list, email);
            // Where a login is an address, the three are mostly one.
            if (!login.SequenceEqual(email)) Email(ref state, step, list, login);
            if (!linked.SequenceEqual(email)) Email(ref state, step, list, linked);
            Key(ref state, step, list, activity[TextField.Key].Span);
            Name(ref state, step, list, activity[TextField.DisplayName].Span);
        }

        // A git log brings details (signatures, the committer) of commits that a push has already shown.
        if (activity.CommitCount > 0 && (step.FirstSeenCommits || step.AlreadyPushed)) Commits(ref state, step, list);
    }

    protected override void Late(ref WatchlistMatchState state, AccountStep step) => Step(ref state, step);

    private void Commits(ref WatchlistMatchState state, AccountStep step, Enrichment.Watchlist list)
    {
        foreach (ref readonly var commit in step.Activity.Commits)
        {
            Email(ref state, step, list, commit.AuthorEmail.Span);
            Email(ref state, step, list, commit.CommitterEmail.Span);
            Key(ref state, step, list, commit.SigningKey.Span);
            if (!commit.Message.IsEmpty) Match(ref state, step, list.FindWallet(commit.Message.Span));
            if (!commit.Body.IsEmpty) Match(ref state, step, list.FindWallet(commit.Body.Span));
        }
    }

    private void Ip(ref WatchlistMatchState state, AccountStep step, Enrichment.Watchlist list, IpAddress ip)
    {
        if (!ip.IsNone) Match(ref state, step, list.FindIp(ip) ?? list.FindCidr(ip), ip: ip);
    }

    private void Email(ref WatchlistMatchState state, AccountStep step, Enrichment.Watchlist list,
        ReadOnlySpan<byte> email)
    {
        if (email.IndexOf((byte)'@') > 0) Match(ref state, step, list.FindEmail(email) ?? list.FindDomain(email));
    }

    private void Key(ref WatchlistMatchState state, AccountStep step, Enrichment.Watchlist list,
        ReadOnlySpan<byte> fingerprint)
    {
        if (!fingerprint.IsEmpty) Match(ref state, step, list.FindKey(fingerprint));
    }

    /// <summary>A profile may hold a wallet; a name is compared once, until it changes.</summary>
    private void Name(ref WatchlistMatchState state, AccountStep step, Enrichment.Watchlist list,
        ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return;
        var hash = Key128.OfFolded(name).Lo;
        if (state.Name == hash) return;
        state.Name = hash;
        Match(ref state, step, list.FindWallet(name));
        var (entry, similarity) = list.FindName(name);
        if (entry is not null) Match(ref state, step, entry, similarity);
    }

    /// <summary>What a match means, whatever found it.</summary>
    public void Matched(Span<byte> state, AccountStep step, WatchEntry entry) =>
        Match(ref System.Runtime.InteropServices.MemoryMarshal.AsRef<WatchlistMatchState>(state), step, entry);

    private void Match(ref WatchlistMatchState state, AccountStep step, WatchEntry? entry, double similarity = 1,
        IpAddress ip = default)
    {
        if (entry is null || !IsNewToday(ref state, entry, step.Day)) return;
        step.Reports.Add(new TenantReport(
            TenantReportKind.WatchMatch, step.Account, step.Activity.Time, step.Activity.Place.Country, entry.Key,
            similarity, double.NaN));
        Raise(step, entry, similarity, ip);
    }

    private static bool IsNewToday(ref WatchlistMatchState state, WatchEntry entry, int day)
    {
        Span<MatchedEntry> entries = state.Entries;
        var oldest = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Key == entry.Key.Lo && entries[i].Day != 0)
            {
                if (day <= entries[i].Day) return false;
                entries[i].Day = day;
                return true;
            }

            if (entries[i].Day < entries[oldest].Day) oldest = i;
        }

        entries[oldest] = new MatchedEntry { Key = entry.Key.Lo, Day = day };
        return true;
    }

    private void Raise(AccountStep step, WatchEntry entry, double similarity, IpAddress ip)
    {
        var type = NameOf(entry.Type);
        var review = entry.Type == WatchType.Name;
        var weight = entry.Type switch
        {
            WatchType.Email or WatchType.Wallet or WatchType.Key => settings.IdentityWeight,
            WatchType.Ip => settings.IpWeight,
            WatchType.Cidr or WatchType.Domain => settings.RangeWeight,
            _ => 0,
        };
        var how = review ? Say.Of($"is {Say.Share(similarity)} like") : "matched";
        step.Findings.Raise(new FindingDraft
        {
            Rule = _rule,
            Subject = entry.Key,
            Time = step.Activity.Time,
            Strength = similarity,
            Weight = weight,
            Summary = Say.Of($"The account's {type} {how} {entry.Value} at {Say.Time(step.Activity.Time)}, listed by ")
                + Say.Of($"{entry.Source}")
                + (entry.Listed is { } listed ? Say.Of($" on {listed:yyyy-MM-dd}") : "") + Say.Of($": {entry.Reason}."),
            Facts =
            [
                new Fact("type", double.NaN, type), new Fact("value", double.NaN, entry.Value),
                new Fact("list", double.NaN, entry.Source), new Fact("similarity", Math.Round(similarity, 3)),
            ],
            Artefacts = ArtefactsOf(entry, ip),
            Evidence = [step.Evidence],
            Threshold = review ? "similarity ≥ 0.92, for review only" : "an exact match",
            Prevention = "Taking the entry off the watchlist, or an allow row for D22 with its value.",
            LevelFloor = entry.Type == WatchType.Ip ? "high" : null,
            PagesAlone = entry.Type is WatchType.Email or WatchType.Wallet or WatchType.Key,
            ReviewOnly = review,
        });
    }

    private static System.Collections.Immutable.ImmutableArray<Artefact> ArtefactsOf(WatchEntry entry, IpAddress ip) =>
        entry.Type switch
        {
            WatchType.Ip or WatchType.Cidr => [new Artefact("ip", ip.ToString())],
            WatchType.Key => [new Artefact("key", entry.Value)],
            _ => [],
        };

    private static string NameOf(WatchType type) => type switch
    {
        WatchType.Email => "email",
        WatchType.Domain => "domain",
        WatchType.Ip => "ip",
        WatchType.Cidr => "cidr",
        WatchType.Wallet => "wallet",
        WatchType.Key => "key",
        _ => "name",
    };
}
