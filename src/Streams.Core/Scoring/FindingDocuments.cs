using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;

namespace Streams.Core.Scoring;

/// <summary>A finding as people read it, with points as of a time.</summary>
public static class FindingDocuments
{
    public static FindingDocument Of(Finding finding, AllowRow? allowed, CaseContext context)
    {
        var (claim, nats) = Points.Of(finding, context.AsOf);
        return new FindingDocument
        {
            Id = finding.Id,
            Rule = finding.Rule.Id,
            Name = finding.Rule.Name,
            Time = finding.Time,
            LastTime = finding.LastTime,
            Count = finding.Count,
            Strength = Odds.Round(claim.Strength, 3),
            Weight = Odds.Round(claim.Weight, 2),
            Points = allowed is null ? Odds.Round(nats, 2) : 0,
            Group = Rule.GroupName(finding.Rule.Group),
            Summary = finding.Summary,
            Facts = FactsOf(finding.Facts),
            Counterparts = finding.Counterparts,
            Attack = finding.Rule.Attack,
            Threshold = finding.Threshold,
            ThresholdOrigin = finding.ThresholdOrigin,
            Prevention = finding.Prevention,
            Suppressed = allowed is null
                ? null
                : new SuppressedDocument(allowed.Reason, allowed.Owner, allowed.UntilMs),
            Evidence = [.. finding.Evidence.Select(evidence => EvidenceOf(evidence, context))],
            ReviewOnly = finding.ReviewOnly,
        };
    }

    private static SortedDictionary<string, object?> FactsOf(ImmutableArray<Fact> facts)
    {
        var byName = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var fact in facts)
            byName[fact.Name] = fact.Text ?? (double.IsFinite(fact.Number) ? (object)Odds.Round(fact.Number, 3) : null);
        return byName;
    }

    private static EvidenceDocument EvidenceOf(EvidenceRef evidence, CaseContext context) => new(
        evidence.Time,
        evidence.Kind.Family().Name(),
        context.FormatName(evidence.Format),
        context.Sources.PathOf(evidence.Source),
        evidence.Record,
        evidence.EventId.ToString(),
        evidence.Ip.IsNone ? null : evidence.Ip.ToString(),
        evidence.Country.ToStringOrNull(),
        evidence.Kind.Name(),
        ClassName(evidence.Class),
        Degrees(evidence.Latitude),
        Degrees(evidence.Longitude));

    private static double? Degrees(float value) => float.IsFinite(value) ? Odds.Round(value, 4) : null;

    internal static string ClassName(NetworkClass networkClass) => networkClass switch
    {
        NetworkClass.Fixed => "fixed",
        NetworkClass.Mobile => "mobile",
        NetworkClass.Hosting => "hosting",
        NetworkClass.Anonymiser => "anonymiser",
        NetworkClass.Corporate => "corporate",
        NetworkClass.Satellite => "satellite",
        _ => "unknown",
    };
}
