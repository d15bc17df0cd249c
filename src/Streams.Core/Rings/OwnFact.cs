using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>
/// What a case tells its ring: the account's own findings without those that make the ring itself (D07, D08, D13,
/// D18), as claims, so that the ring can be told for any time.
/// </summary>
public sealed record OwnFact
{
    public static readonly ImmutableHashSet<string> RingRules = ["D07", "D08", "D13", "D18"];

    public required Key128 Account { get; init; }

    /// <summary>Suppressed and review-only findings are already left out.</summary>
    public ImmutableArray<OwnRule> Rules { get; init; } = [];

    public long Version { get; init; }

    public static OwnFact From(Key128 account, IEnumerable<Finding> findings, long version = 0) => new()
    {
        Account = account,
        Version = version,
        Rules =
        [
            .. findings.Where(finding => !RingRules.Contains(finding.Rule.Id) && !finding.ReviewOnly)
                .GroupBy(finding => finding.Rule.Id)
                .OrderBy(rule => rule.Key, StringComparer.Ordinal)
                .Select(rule => new OwnRule(
                    rule.Key, rule.First().Rule.Group, rule.First().Rule.HalfLife,
                    [
                        .. rule.SelectMany(finding => finding.Claims)
                            .Select(claim => new OwnClaim(claim.Time, claim.Strength * claim.Weight))
                            .Distinct().OrderBy(claim => claim.Time).ThenBy(claim => claim.Nats),
                    ])),
        ],
    };

    public bool Equals(OwnFact? other) =>
        other is not null && Account == other.Account && Version == other.Version && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => Account.GetHashCode();

    /// <summary>Capped nats at a time.</summary>
    public double At(long time, ScoreSettings settings)
    {
        Span<double> groups = stackalloc double[Points.Groups];
        groups.Clear();
        foreach (var rule in Rules)
        {
            groups[(int)rule.Group] += rule.NatsAt(time);
        }

        return Points.Cap(groups, settings);
    }
}

public sealed record OwnRule(string Id, RuleGroup Group, TimeSpan HalfLife, ImmutableArray<OwnClaim> Claims)
{
    private ClaimCurve? _curve;

    /// <summary>The strongest claim at a time, decayed.</summary>
    public double NatsAt(long time) =>
        (_curve ??= new ClaimCurve(HalfLife, [.. Claims.Select(claim => (claim.Time, claim.Nats))])).At(time);

    public bool Equals(OwnRule? other) =>
        other is not null && Id == other.Id && Group == other.Group && HalfLife == other.HalfLife
            && Claims.SequenceEqual(other.Claims);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Strength times weight that held from a time on.</summary>
public readonly record struct OwnClaim(long Time, double Nats);
