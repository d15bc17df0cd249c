using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Detections.NoSleepGap;

/// <summary>Twenty-eight days of half hours, by epoch day modulo 28.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct NoSleepGapState
{
    public DayMasks Masks;

    /// <summary>Hours east of Greenwich plus 13 where that day's first place was known; 0 unknown.</summary>
    public DayZones Zones;

    /// <summary>Newest day with a bit; 0 before the first.</summary>
    public int LastDay;

    /// <summary>
    /// Half hours of the quiet arc plus one, by day modulo 20, for the loss over a fortnight; 0 none.
    /// </summary>
    public ArcHistory Arcs;

    public int ArcDay;

    /// <summary>Strength of the evaluation before, in tenths: two in a row are needed.</summary>
    public byte Before;

    public byte LastZone;
    public CountryCode Country;

    /// <summary>The newest event of each two hours of the day.</summary>
    public BinEvidence Evidence;

    public int Reserved;
}

[InlineArray(Days)]
public struct DayMasks
{
    public const int Days = 28;

    private ulong _first;
}

[InlineArray(DayMasks.Days)]
public struct DayZones
{
    private byte _first;
}

[InlineArray(Days)]
public struct ArcHistory
{
    public const int Days = 20;

    private byte _first;
}

[InlineArray(Bins)]
public struct BinEvidence
{
    public const int Bins = 12;

    private EvidenceRef _first;
}
