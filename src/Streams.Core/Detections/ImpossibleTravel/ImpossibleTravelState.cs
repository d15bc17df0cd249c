using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streams.Core.Detections.ImpossibleTravel;

/// <summary>The newest anchors in order of time, and the place pairs that the account is known for.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct ImpossibleTravelState
{
    public int Count, Reserved;
    public Anchors Anchors;
    public PlacePairs Pairs;
}

/// <summary>A moment at a place. Of a stay at one place only the first and the last moment are kept.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct Anchor
{
    public EvidenceRef Evidence;
    public DeviceMark Device;
    public ulong Session;
    public float RadiusKm;

    /// <summary>Always 0: equal states are equal bytes.</summary>
    public int Reserved;

    public readonly Spot Spot => new(Evidence.Latitude, Evidence.Longitude, RadiusKm, Evidence.Class);
}

[InlineArray(Max)]
public struct Anchors
{
    public const int Max = 4;

    private Anchor _first;
}

/// <summary>An unordered pair of rounded places.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct PlacePair
{
    public ulong Key;

    /// <summary>Newest epoch day on which the account went from one to the other.</summary>
    public int LastDay;

    /// <summary>Distinct days before <see cref="LastDay"/>.</summary>
    public byte EarlierDays;

    /// <summary>1: two address families of one device at once, so the two places are one.</summary>
    public byte OnePlace;

    public ushort Reserved;
}

[InlineArray(Max)]
public struct PlacePairs
{
    public const int Max = 8;

    private PlacePair _first;
}
