using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Scoring;

[Flags]
public enum SightingFlags : byte
{
    None = 0,
    Managed = 1,
    SharedHost = 2,

    /// <summary>What the last fact said of never-at-home: neither bit is unknown.</summary>
    ToldNeverAtHome = 4,
    ToldAtHome = 8,
}

/// <summary>One artefact of an account, in 56 bytes: hashes only, its text travels with the fact.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct SightingEntry
{
    public Key128 Artefact;
    public long First, Last, StickyFrom;

    /// <summary>The newest 30 UTC days: bit 0 is the day of <see cref="Last"/>.</summary>
    public uint Days;

    /// <summary>Namespace of a device id; 0 for serial numbers, which need none.</summary>
    public uint Space;

    public ushort StickyLastDay;
    public ArtefactType Type;
    public NetworkClass Class;
    public SightingFlags Flags;

    /// <summary>Ip: slot of the device used there plus one, and how well its id identifies it.</summary>
    public byte OwnSlot, OwnRank;

    /// <summary>Always 0: equal states are equal bytes.</summary>
    public byte Reserved;

    /// <summary>
    /// Device and browser: the newest use that was told (<see cref="DeviceUses"/>), 0 none. Only an address is sticky,
    /// only a device is used: they share their room.
    /// </summary>
    public ulong LastUse
    {
        readonly get => unchecked((ulong)StickyFrom);
        set => StickyFrom = unchecked((long)value);
    }

    /// <summary>Uses are told below this level; the account has told so many of them below the next one.</summary>
    public (byte Level, byte Count) Told
    {
        readonly get => unchecked(((byte)(StickyLastDay >> 8), (byte)StickyLastDay));
        set => StickyLastDay = (ushort)(value.Level << 8 | value.Count);
    }

    public readonly bool IsFree => Artefact.IsNone;
}

[InlineArray(SightingsState.Capacity)]
public struct SightingEntries
{
    private SightingEntry _first;
}

/// <summary>
/// Where and with what an account was seen. About 700 bytes; the least recently seen artefact makes room.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct SightingsState
{
    public const int Capacity = 12;

    /// <summary>
    /// Addresses and cleared cookies churn: without a quota they would push out the phone that is used once a month.
    /// </summary>
    private const int IpMax = 5, BrowserMax = 2;

    public SightingEntries Entries;

    /// <summary>Active days: bit 0 is <see cref="ActiveLastDay"/>, 30 are kept.</summary>
    public uint ActiveDays;

    public int ActiveLastDay;
    public int LocatedLastDay;

    /// <summary>Last day within 100 km of the declared home on a fixed or unknown line; 0 is never.</summary>
    public int NearHomeDay;

    public uint Evicted;

    /// <summary>Days with a known place, saturating: proof that places are known at all.</summary>
    public byte LocatedDays;

    /// <summary>Always 0: equal states are equal bytes.</summary>
    public byte Reserved1;

    public ushort Reserved2;

    public readonly int ActiveDayCount => BitOperations.PopCount(ActiveDays);

    public void MarkActive(int day)
    {
        ActiveDays = DayMask.With(ActiveDays, ActiveLastDay, day);
        ActiveLastDay = Math.Max(ActiveLastDay, day);
    }

    public void MarkLocated(int day)
    {
        if (day <= LocatedLastDay) return;
        LocatedLastDay = day;
        if (LocatedDays < byte.MaxValue) LocatedDays++;
    }

    /// <summary>The artefact's slot, or −1.</summary>
    public readonly int Find(Key128 artefact)
    {
        for (var i = 0; i < Capacity; i++)
            if (Entries[i].Artefact == artefact) return i;
        return -1;
    }

    public int Make(Key128 artefact, ArtefactType type)
    {
        var slot = SlotFor(type);
        if (!Entries[slot].IsFree)
        {
            unchecked
            {
                Evicted++;
            }

            for (var i = 0; i < Capacity; i++)
                if (Entries[i].OwnSlot == slot + 1) Entries[i].OwnSlot = Entries[i].OwnRank = 0;
        }

        Entries[slot] = new SightingEntry { Artefact = artefact, Type = type };
        return slot;
    }

    private readonly int SlotFor(ArtefactType type)
    {
        int quota = type switch { ArtefactType.Ip => IpMax, ArtefactType.BrowserHash => BrowserMax, _ => Capacity };
        int free = -1, oldest = -1, oldestOfType = -1, ofType = 0;
        for (var i = 0; i < Capacity; i++)
        {
            if (Entries[i].IsFree)
            {
                if (free < 0) free = i;
                continue;
            }

            if (oldest < 0 || IsOlder(i, oldest)) oldest = i;
            if (Entries[i].Type != type) continue;
            ofType++;
            if (oldestOfType < 0 || IsOlder(i, oldestOfType)) oldestOfType = i;
        }

        if (ofType >= quota) return oldestOfType;
        return free >= 0 ? free : oldest;
    }

    private readonly bool IsOlder(int a, int b) =>
        Entries[a].Last != Entries[b].Last ? Entries[a].Last < Entries[b].Last : Entries[a].Artefact
            .CompareTo(Entries[b].Artefact) < 0;
}

/// <summary>Thirty days as bits, the newest in bit 0.</summary>
public static class DayMask
{
    public const int Days = 30;
    private const uint All = (1u << Days) - 1;

    public static uint With(uint mask, int lastDay, int day)
    {
        if (mask == 0) return 1;
        var ahead = (long)day - lastDay;
        if (ahead >= Days) return 1;
        if (ahead >= 0) return ((mask << (int)ahead) | 1) & All;
        return ahead > -Days ? mask | (1u << (int)-ahead) : mask;
    }
}
