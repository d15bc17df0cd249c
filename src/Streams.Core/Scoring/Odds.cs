namespace Streams.Core.Scoring;

/// <summary>
/// Log-odds and scores, and the rounding of what people read. Decisions are made on the rounded score, so that 90.0
/// is never "high".
/// </summary>
public static class Odds
{
    /// <summary>The ring's own prior, and where inheritance begins.</summary>
    public const double RingPrior = 0.02;

    public static double Logit(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>0…100, one decimal.</summary>
    public static double Score(double logOdds) => Round(100 / (1 + Math.Exp(-logOdds)), 1);

    /// <summary>What a member inherits of its ring's score.</summary>
    public static double Inherited(double ringScore, ScoreSettings settings)
    {
        // A rounded 100.0 has no logit.
        var probability = Math.Clamp(ringScore / 100, 0.0001, 0.9999);
        return Math.Clamp((Logit(probability) - Logit(RingPrior)) / 4, 0, settings.InheritanceMax);
    }

    public static string Level(double score) => score switch
    {
        < 20 => "none",
        < 40 => "low",
        < 70 => "medium",
        < 90 => "high",
        _ => "critical",
    };

    public static int Rank(string level) => level switch
    {
        "low" => 1,
        "medium" => 2,
        "high" => 3,
        "critical" => 4,
        _ => 0,
    };

    public static double Round(double value, int digits)
    {
        if (!double.IsFinite(value)) return value;
        var rounded = Math.Round(value, digits, MidpointRounding.AwayFromZero);
        return rounded == 0 ? 0 : rounded;
    }
}
