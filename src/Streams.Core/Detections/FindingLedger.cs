using System.Collections.Immutable;
using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>What a detection claims in one step; the ledger makes episodes of it.</summary>
public readonly ref struct FindingDraft
{
    public required Rule Rule { get; init; }

    public Key128 Subject { get; init; }

    /// <summary>Event time of the claim, Unix ms.</summary>
    public required long Time { get; init; }

    public required double Strength { get; init; }

    public required double Weight { get; init; }

    /// <summary>See <see cref="Claim"/>; NaN where there is none.</summary>
    public double Measure { get; init; }

    public required string Summary { get; init; }

    public ImmutableArray<Fact> Facts { get; init; }

    public ImmutableArray<Artefact> Artefacts { get; init; }

    public ImmutableArray<string> Counterparts { get; init; }

    /// <summary>In time order, the first one first: the id rests on it.</summary>
    public required ReadOnlySpan<EvidenceRef> Evidence { get; init; }

    public string Threshold { get; init; }

    public string Prevention { get; init; }

    public string? LevelFloor { get; init; }

    public bool PagesAlone { get; init; }

    public bool ReviewOnly { get; init; }
}

/// <summary>The findings of one account, in order of their first time. A fork shares what it does not change.</summary>
public sealed class FindingLedger
{
    public const int EvidenceMax = 20, ClaimsMax = 64;

    /// <summary>
    /// More findings than this no account has that anybody would read; without an end, hostile names of devices would
    /// fill memory, snapshots and documents.
    /// </summary>
    public const int FindingsMax = 128;

    private long _forgotten;

    public ImmutableArray<Finding> Current { get; private set; } = [];

    public static FindingLedger From(ImmutableArray<Finding> findings) => new() { Current = findings };

    public void Reset(ImmutableArray<Finding> findings) => Current = findings;

    public void Raise(in FindingDraft draft)
    {
        for (var i = Current.Length - 1; i >= 0; i--)
        {
            var open = Current[i];
            if (open.Rule.Id != draft.Rule.Id || open.Subject != draft.Subject) continue;
            if (draft.Time - open.LastTime > (long)draft.Rule.Window.TotalMilliseconds) break;
            Current = Current.SetItem(i, Extend(open, draft));
            return;
        }

        // What opened an earlier episode is not where this one begins: two would share an id.
        var evidence = draft.Evidence;
        while (evidence.Length > 1 && Has(IdOf(draft, evidence))) evidence = evidence[1..];
        if (Current.Length >= FindingsMax) Forget(draft.Time);
        Current = Current.Add(Open(draft, evidence));
    }

    /// <summary>Findings that made room for others since the last call.</summary>
    public long TakeForgotten()
    {
        var forgotten = _forgotten;
        _forgotten = 0;
        return forgotten;
    }

    /// <summary>
    /// What has decayed to the least goes. What pages, lifts a level or waits for a person's eye goes last, so that
    /// noise does not push it out.
    /// </summary>
    private void Forget(long time)
    {
        var (least, leastNats) = (0, double.PositiveInfinity);
        for (var i = 0; i < Current.Length; i++)
        {
            var finding = Current[i];
            var nats = Scoring.Points.Of(finding, time).Nats;
            if (finding.PagesAlone || finding.ReviewOnly || finding.LevelFloor is not null) nats += 1000;
            if (nats < leastNats) (least, leastNats) = (i, nats);
        }

        Current = Current.RemoveAt(least);
        _forgotten++;
    }

    private bool Has(string id)
    {
        foreach (var finding in Current)
            if (finding.Id == id) return true;
        return false;
    }

    private static Finding Open(in FindingDraft draft, ReadOnlySpan<EvidenceRef> evidence) => new()
    {
        Id = IdOf(draft, evidence),
        Rule = draft.Rule,
        Subject = draft.Subject,
        Time = draft.Time,
        LastTime = draft.Time,
        Claims = [new Claim(draft.Time, draft.Strength, draft.Weight, draft.Measure)],
        Summary = draft.Summary,
        Facts = OrEmpty(draft.Facts),
        Artefacts = OrEmpty(draft.Artefacts),
        Counterparts = OrEmpty(draft.Counterparts),
        Evidence = [.. evidence[..Math.Min(evidence.Length, EvidenceMax)]],
        Threshold = draft.Threshold ?? "",
        Prevention = draft.Prevention ?? "",
        LevelFloor = draft.LevelFloor,
        PagesAlone = draft.PagesAlone,
        ReviewOnly = draft.ReviewOnly,
    };

    private static Finding Extend(Finding open, in FindingDraft draft)
    {
        var last = open.Claims[^1];
        var stronger = draft.Strength * draft.Weight >= last.Strength * last.Weight;
        // Claims stay in order of time: what a late event adds holds from when it is known.
        var claim = new Claim(Math.Max(draft.Time, last.Time), draft.Strength, draft.Weight, draft.Measure);
        return open with
        {
            LastTime = Math.Max(open.LastTime, draft.Time),
            Count = open.Count + 1,
            Claims = With(open.Claims, claim),
            Summary = stronger ? draft.Summary : open.Summary,
            Facts = stronger && !draft.Facts.IsDefaultOrEmpty ? draft.Facts : open.Facts,
            Artefacts = draft.Artefacts.IsDefaultOrEmpty ? open.Artefacts : [.. open.Artefacts.Union(draft.Artefacts)],
            Counterparts = draft.Counterparts.IsDefaultOrEmpty ? open.Counterparts : [.. open.Counterparts.Union(draft.Counterparts)],
            Evidence = Append(open.Evidence, draft.Evidence),
            LevelFloor = open.LevelFloor ?? draft.LevelFloor,
            PagesAlone = open.PagesAlone || draft.PagesAlone,
        };
    }

    /// <summary>
    /// A full list gives up a claim that the new one outweighs from now on; the first one stays, it dates the episode.
    /// </summary>
    private static ImmutableArray<Claim> With(ImmutableArray<Claim> claims, Claim claim)
    {
        if (claims.Length < ClaimsMax) return claims.Add(claim);
        for (var i = 1; i < claims.Length; i++)
            if (claims[i].Strength * claims[i].Weight <= claim.Strength * claim.Weight) return claims.RemoveAt(i).Add(claim);
        return claims;
    }

    private static ImmutableArray<EvidenceRef> Append(ImmutableArray<EvidenceRef> all, ReadOnlySpan<EvidenceRef> more)
    {
        var known = all;
        var news = 0;
        foreach (var evidence in more)
            if (!known.Contains(evidence)) news++;
        // A claim's evidence goes in whole or not at all: one end of a pair proves nothing.
        if (news == 0 || all.Length + news > EvidenceMax) return all;
        foreach (var evidence in more)
            if (!all.Contains(evidence)) all = all.Add(evidence);
        return all;
    }

    private static ImmutableArray<T> OrEmpty<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    private static string IdOf(in FindingDraft draft, ReadOnlySpan<EvidenceRef> evidence)
    {
        var first = evidence.IsEmpty ? default : evidence[0].EventId;
        var key = Key128.Of(draft.Rule.Id).With(draft.Subject).With(Key128.Of((ReadOnlySpan<byte>)first));
        return string.Create(CultureInfo.InvariantCulture, $"f-{key.Hi:x16}");
    }
}
