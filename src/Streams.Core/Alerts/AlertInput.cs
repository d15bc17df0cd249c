using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>What the ledger is told of a subject: its document as of now, or that it has none, or what a person said.</summary>
public sealed record AlertInput
{
    public required AlertSubject Subject { get; init; }

    public AccountDocument? Account { get; init; }

    public RingDocument? Ring { get; init; }

    /// <summary>Directory rows of a ring's members, where there are any: an alert is routed by vendor and team.</summary>
    public IReadOnlyList<DirectoryRow> Members { get; init; } = [];

    public AlertTriage? Triage { get; init; }

    public static AlertInput Of(AccountDocument account) =>
        new() { Subject = AlertSubject.Account(account.Account), Account = account };

    public static AlertInput Of(RingDocument ring, IEnumerable<DirectoryRow?> members) =>
        new() { Subject = AlertSubject.Ring(ring.Id), Ring = ring, Members = [.. members.OfType<DirectoryRow>()] };

    /// <summary>The account has no finding left, or the ring was dissolved.</summary>
    public static AlertInput Gone(AlertSubject subject) => new() { Subject = subject };

    internal Standing? Standing => Account?.Standing ?? Ring?.Standing;

    internal double Score => Account?.Score ?? Ring?.Score ?? 0;

    internal string Level => Account?.Level ?? Ring?.Level ?? "none";

    /// <summary>What may speak again: never raised by the ring's inheritance or the context of vendor and hire.</summary>
    internal double OwnScore => Account?.OwnScore ?? Ring?.Score ?? 0;

    /// <summary>
    /// Groups of an account, terms of a ring, that weigh enough to count, in order; of a ring its members as well: its
    /// alert is the one that names them, so one who joins later is news.
    /// </summary>
    internal IReadOnlyList<string> GroupsFrom(double points) => Account is not null
        ? [.. Account.PointsByGroup.Where(group => group.Capped >= points).Select(group => group.Group).Order(StringComparer.Ordinal)]
        : [.. (Ring?.Points ?? new Dictionary<string, double>()).Where(term => term.Value >= points).Select(term => term.Key)
            .Concat(Ring?.Accounts ?? []).Order(StringComparer.Ordinal)];
}
