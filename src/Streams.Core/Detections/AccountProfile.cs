using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>
/// What is known of every account, whatever the detections: the common machinery's state (detections.md §3). No hidden
/// padding, so
/// that equal states are equal bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct AccountProfile
{
    public long FirstSeen, LastSeen;
    public long Events;

    /// <summary>Presence days: bit 0 is <see cref="LastDay"/>, bit 89 the oldest (two words).</summary>
    public ulong ActiveDaysLow, ActiveDaysHigh;

    /// <summary>Epoch day (UTC) that bit 0 stands for; 0 before the first presence.</summary>
    public int LastDay;

    /// <summary>Last epoch day on a fixed line within 100 km of the declared home; 0 is never.</summary>
    public int NearHomeDay;

    /// <summary>The epoch day that has events and is not closed yet; 0 where there is none.</summary>
    public int OpenDay;

    /// <summary>
    /// First epoch day on which the account was seen on a fixed line whose distance from the home is known; 0 is never.
    /// </summary>
    public int HomeMeasuredDay;

    /// <summary>Smallest such distance, km; meaningless while <see cref="HomeMeasuredDay"/> is 0.</summary>
    public float NearestHomeKm;

    /// <summary>Bit set of <see cref="SourceFamily"/>.</summary>
    public byte Sources;

    /// <summary>
    /// The newest push that came with its commits: 1 with a person's, 2 with agents' only, 0 none yet.
    /// </summary>
    public byte LastPushBy;

    /// <summary>
    /// The place whose distance from home was measured last, and whether it was near: the same line comes again and
    /// again.
    /// </summary>
    public ushort MeasuredNear;

    public float MeasuredLatitude, MeasuredLongitude;

    /// <summary>Repository and time of that push: what an audit log's push is matched with.</summary>
    public ulong LastPushRepo;

    public long LastPushTime;

    /// <summary>
    /// First-seen commits of the newest 28 days, all and agents', by epoch day modulo 28, up to <see
    /// cref="CommitDay"/>.
    /// </summary>
    public DailyCounts Commits, AgentCommits;

    public int CommitDay, Reserved2;

    /// <summary>The live VPN connection: what egress traffic inherits.</summary>
    public LiveVpn Vpn;

    /// <summary>
    /// Active days of the newest <paramref name="days"/> (1…90) that end with <paramref name="epochDay"/>.
    /// </summary>
    public readonly int ActiveDays(int days, int epochDay)
    {
        if (LastDay == 0 || epochDay - LastDay >= days) return 0;
        var first = Math.Max(0, LastDay - epochDay);
        var count = 0;
        for (var bit = first; bit < Math.Min(90, days + LastDay - epochDay); bit++)
            if (bit < 64 ? (ActiveDaysLow >> bit & 1) != 0 : (ActiveDaysHigh >> (bit - 64) & 1) != 0) count++;
        return count;
    }

    /// <summary>Agents' share of the commits of the newest 28 days; 0 where no commit is known.</summary>
    public readonly double AgentShare(int epochDay)
    {
        if (CommitDay == 0 || epochDay - CommitDay >= DailyCounts.Days) return 0;
        int all = 0, agents = 0;
        for (var day = Math.Max(CommitDay - DailyCounts.Days, epochDay - DailyCounts.Days) + 1; day <= CommitDay; day++)
        {
            all += Commits[day % DailyCounts.Days];
            agents += AgentCommits[day % DailyCounts.Days];
        }

        return all == 0 ? 0 : (double)agents / all;
    }
}

/// <summary>A small count for each of 28 days; it stops at 65,535.</summary>
[InlineArray(Days)]
public struct DailyCounts
{
    public const int Days = 28;

    private ushort _first;
}

[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct LiveVpn
{
    /// <summary>0 where there is none.</summary>
    public long Start;

    public long LastSeen;
    public IpAddress Ip;
    public Place Place;

    /// <summary>Time of the newest credential or second factor that was proved.</summary>
    public long CredentialProof;
}
