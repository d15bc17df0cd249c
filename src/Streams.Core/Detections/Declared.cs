using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Detections;

/// <summary>Where an account is declared or approved to be.</summary>
internal static class Declared
{
    /// <summary>The country is declared, or travel that holds at that time covers the address.</summary>
    public static bool Covers(AccountStep step, in Place place, IpAddress ip, long time)
    {
        if (step.Facts is not { } facts) return false;
        if (!facts.Country.IsNone && facts.Country == place.Country) return true;
        for (var i = 0; i < facts.Travel.Count; i++)
            if (facts.Travel[i].Covers(step.Tables, ip, place, time)) return true;
        return false;
    }

    public static bool Travels(DirectoryRow facts, long time)
    {
        for (var i = 0; i < facts.Travel.Count; i++)
            if (facts.Travel[i].When.Holds(time)) return true;
        return false;
    }

    public static bool IsOnCall(DirectoryRow? facts, long time)
    {
        if (facts is null) return false;
        for (var i = 0; i < facts.OnCall.Count; i++)
            if (facts.OnCall[i].Holds(time)) return true;
        return false;
    }
}
