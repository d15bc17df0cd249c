using System.Runtime.InteropServices;

namespace Streams.Core.Detections.AnonymiserNetwork;

/// <summary>
/// What counts, and apart from it what the allow table covers: that finding stays, and counts for nothing.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct AnonymiserNetworkState
{
    public NetworkTally Counted, Allowed;
    public ulong LastIp;
    public long LastTime;
}

/// <summary>Smoothed shares over active days, today's counts apart until the next day begins.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct NetworkTally
{
    /// <summary>
    /// Smoothed sums of daily shares, and of ones: their ratio is the share, also while days are few.
    /// </summary>
    public double Any, Hosting, Named, Days;

    /// <summary>The day that the counts are of, and what was counted.</summary>
    public ShortDay Today;

    public ushort Logins, AnyLogins, HostingLogins, NamedLogins;

    public ShortDay AnyLastDay, NamedLastDay;

    /// <summary>Days of the newest claims, by form, so that a day makes one claim.</summary>
    public ShortDay ClaimedShareDay, ClaimedRelayDay, ClaimedFirstDay;

    /// <summary>Logins through such networks since a month without any.</summary>
    public int Events;

    /// <summary>Bit 0 is the newest day with one.</summary>
    public uint AnyDays, NamedDays;

    /// <summary>The first login of the month that went through such a network.</summary>
    public EvidenceRef First;
}
