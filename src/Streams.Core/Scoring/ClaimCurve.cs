namespace Streams.Core.Scoring;

/// <summary>
/// What the claims of one rule are worth at any time: the strongest, decayed. They decay by one half-life, so which of
/// two is the stronger never changes, and only those that were ever the strongest are kept.
/// </summary>
internal sealed class ClaimCurve
{
    private readonly TimeSpan _halfLife;
    private readonly long[] _times;
    private readonly double[] _nats;

    /// <param name="halfLife">Of the rule.</param>
    /// <param name="claims">Time, Unix ms, and nats that held from then on; in any order.</param>
    public ClaimCurve(TimeSpan halfLife, List<(long Time, double Nats)> claims)
    {
        _halfLife = halfLife;
        claims.Sort(static (a, b) => a.Time.CompareTo(b.Time));
        var (times, nats) = (new long[claims.Count], new double[claims.Count]);
        var count = 0;
        foreach (var claim in claims)
        {
            var known = count == 0 ? 0 : nats[count - 1] * Points.Decay(halfLife, claim.Time - times[count - 1]);
            if (claim.Nats <= known) continue;
            if (count == 0 || times[count - 1] != claim.Time) count++;
            (times[count - 1], nats[count - 1]) = (claim.Time, claim.Nats);
        }

        (_times, _nats) = (times[..count], nats[..count]);
    }

    /// <summary>Nats; 0 before the first claim.</summary>
    public double At(long time)
    {
        var i = Moments.LastUpTo(_times, time);
        return i < 0 ? 0 : _nats[i] * Points.Decay(_halfLife, time - _times[i]);
    }
}
