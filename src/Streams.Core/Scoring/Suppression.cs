using System.Collections.Immutable;
using Streams.Core.Detections;
using Streams.Core.Enrichment;

namespace Streams.Core.Scoring;

/// <summary>What the allow table says of a finding: it stays, and counts for nothing.</summary>
internal static class Suppression
{
    /// <summary>
    /// Rules whose episodes gather addresses over weeks: one allowed address must not excuse the others. The other
    /// rules' findings are
    /// about one pair or thing, which any of its artefacts names.
    /// </summary>
    private static readonly ImmutableHashSet<string> Gathering = ["D03", "D04"];

    public static AllowRow? Of(Finding finding, IEnumerable<string> names, Tables tables)
    {
        if (tables.Allow is not { Rows.Count: > 0 } allow) return null;
        if (!Gathering.Contains(finding.Rule.Id) || finding.Artefacts.IsEmpty) return Find(finding.Artefacts);
        foreach (var type in finding.Artefacts.GroupBy(artefact => artefact.Type))
        {
            var rows = type.Select(artefact => Find([artefact])).ToList();
            if (rows.TrueForAll(row => row is not null)) return rows[0];
        }

        return null;

        AllowRow? Find(IEnumerable<Artefact> artefacts) => allow.Find(
            finding.Rule.Id, names, artefacts.Select(artefact => (artefact.Type, artefact.Value)), finding.LastTime);
    }
}
