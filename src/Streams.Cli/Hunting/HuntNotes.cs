using Streams.Core.Enrichment;

namespace Streams.Cli.Hunting;

/// <summary>What was missing and what that costs: said once, in a sentence each.</summary>
internal static class HuntNotes
{
    public static IReadOnlyList<string> Of(Tables tables, SourceTable sources, AccountResolver resolver, int accounts)
    {
        var notes = new List<string>();
        if (tables.Geo is null && tables.Networks is null)
            notes.Add("No geo database and no networks table (--geo, --networks): places are the vendors' hints only, so impossible travel, concurrent sessions, undeclared countries and laptop farms are found only where a log says where an address is.");
        else if (tables.Geo is null)
            notes.Add("No geo database (--geo): addresses outside the networks table have no place.");
        if (tables.Networks is null)
            notes.Add("No networks table (--networks): the organisation's own VPN and proxy exits are not known, so traffic through them can look like travel.");
        if (tables.Directory is null)
            notes.Add("No directory (--directory): declared countries, homes, travel, on-call rotas, vendors and persons are unknown. Undeclared-country findings are not made, laptop farms count at reduced strength, and one person's several accounts are joined only by what the logs prove.");
        if (tables.Allow is null) notes.Add("No allow table (--allow): nothing is suppressed.");
        var zones = sources.AssumedZones.ToList();
        if (zones.Count > 0)
            notes.Add($"Times without a zone were read as UTC in {zones.Count} input(s), first {zones[0]}; say otherwise with --source 'GLOB=auto,zone=ZONE'.");
        foreach (var conflict in resolver.Conflicts.Take(5)) notes.Add($"Conflicting link between names: {conflict.TrimEnd('.')}.");
        return notes;
    }
}
