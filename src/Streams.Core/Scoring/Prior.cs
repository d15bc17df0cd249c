using Streams.Core.Enrichment;

namespace Streams.Core.Scoring;

/// <summary>The probability before anything was seen, and why that one.</summary>
public static class Prior
{
    public static PriorDocument Of(DirectoryRow? facts, ScoreSettings settings) => facts switch
    {
        null => new PriorDocument(settings.PriorExposed, "no directory row: nothing is known"),
        { IsPerson: false } => new PriorDocument(settings.PriorOther, "a service or shared account"),
        { Kind: AccountKind.Contractor } => new PriorDocument(settings.PriorExposed, "contractor"),
        { Remote: true } => new PriorDocument(settings.PriorExposed, "remote"),
        { Remote: null } => new PriorDocument(settings.PriorExposed, "not declared whether remote"),
        _ => new PriorDocument(settings.PriorOther, "works on site"),
    };
}
