using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Detections.ConcurrentSessions;

[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct ConcurrentSessionsState
{
    public LiveSessions Sessions;
    public PhonesAbroad Phones;
}

/// <summary>A device at work: its newest interactive event. Sessions of one device are one.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct LiveSession
{
    /// <summary>Time 0: the slot is free.</summary>
    public EvidenceRef Evidence;

    public DeviceMark Device;
    public float RadiusKm;

    /// <summary>Minute since 1970 of the newest claim in which this device took part.</summary>
    public int ClaimedMinute;

    public readonly Spot Spot => new(Evidence.Latitude, Evidence.Longitude, RadiusKm, Evidence.Class);
}

[InlineArray(Max)]
public struct LiveSessions
{
    public const int Max = 8;

    private LiveSession _first;
}

/// <summary>Days on which sign-ins were approved from one country.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct PhoneAbroad
{
    /// <summary>The first approval of the days that count.</summary>
    public EvidenceRef First;

    public uint Days;
    public int LastDay;
    public CountryCode Country;
    public ushort Reserved;
}

[InlineArray(Max)]
public struct PhonesAbroad
{
    public const int Max = 2;

    private PhoneAbroad _first;
}
