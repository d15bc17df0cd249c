namespace Streams.Core.Rings;

/// <summary>The terms of a ring's score, nats (detections.md §6), and how many members they rest on.</summary>
public readonly record struct RingTerms(
    int Members, double MemberPoints, double Homes, double Vendors, double Artefact, double Clock, double Own)
{
    public double Sum => MemberPoints + Homes + Vendors + Artefact + Clock + Own;

    public double Score => Members < 2 ? 0 : Scoring.Odds.Score(Scoring.Odds.Logit(Scoring.Odds.RingPrior) + Sum);

    /// <summary>Term a: people, or in a ring held by places only those who do not live there.</summary>
    public static double OfMembers(double counted, RingSettings settings) =>
        counted <= 2 ? 0 : Math.Min(settings.MembersMax, settings.MembersPerDoubling * Math.Log2(counted / 2));
}
