using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;

namespace Streams.Core.Scoring;

/// <summary>
/// Where and with what the account was seen: raises nothing itself, tells the artefacts' shards. A fact goes out with
/// the event that changed something that matters, so it is whole: text, place and evidence are the event's own.
/// </summary>
public sealed class SightingTracker : AccountDetection<SightingsState>
{
    /// <summary>Sticky (D08): this many distinct days in 30, and this share of the account's active days.</summary>
    public const int StickyDays = 5;

    public const double StickyShare = 0.5;

    /// <summary>After this long without it, an artefact's sighting begins anew.</summary>
    public const long ForgetMs = 90 * EpochDay.Ms;

    private const int NeverAtHomeDays = 5, NeverAtHomeWindowDays = 90;

    private const double NearHomeKm = 100;

    public override IReadOnlyList<Rule> Rules => [];

    public override ushort StateVersion => 2;

    protected override void Step(ref SightingsState state, AccountStep step) => See(ref state, step);

    // A late event only adds: a bit in a mask, an earlier first time. Clocks never go back.
    protected override void Late(ref SightingsState state, AccountStep step) => See(ref state, step);

    [SkipLocalsInit]
    private static void See(ref SightingsState state, AccountStep step)
    {
        if (step.Facts is { IsPerson: false }) return;
        var activity = step.Activity;
        var line = ArtefactReader.LineOf(step);
        Span<SeenArtefact> seen = stackalloc SeenArtefact[ArtefactReader.Max];
        seen = seen[..ArtefactReader.Read(step, line, seen)];
        var day = EpochDay.Of(activity.Time);
        if (ArtefactReader.ShowsPlace(step))
        {
            state.MarkActive(day);
            if (activity.Place.IsLocated) Locate(ref state, step, line, day);
        }

        int own = 0, ownRank = 0;
        var use = UseOf(step);
        foreach (ref readonly var artefact in seen)
        {
            // A browser comes with its device, which tells the use for both.
            var isUsed = artefact.Type == ArtefactType.Device || (artefact.Type == ArtefactType.BrowserHash && own == 0);
            var slot = Touch(ref state, step, artefact, line, own, ownRank, isUsed ? use : 0);
            if (artefact.Rank <= ownRank) continue;
            own = slot + 1;
            ownRank = artefact.Rank;
        }
    }

    private static void Locate(ref SightingsState state, AccountStep step, IpAddress line, int day)
    {
        state.MarkLocated(day);
        if (line.IsNone || step.Facts is not { HasHome: true } facts) return;
        var place = step.Activity.Place;
        var km = Geography.DistanceKm(facts.Latitude!.Value, facts.Longitude!.Value, place.Latitude, place.Longitude);
        if (km <= NearHomeKm) state.NearHomeDay = Math.Max(state.NearHomeDay, day);
    }

    private static int Touch(ref SightingsState state, AccountStep step, in SeenArtefact seen, IpAddress line,
        int own, int ownRank, ulong use)
    {
        var activity = step.Activity;
        var slot = state.Find(seen.Key);
        if (slot < 0) slot = state.Make(seen.Key, seen.Type);
        if (own == slot + 1) own = 0;
        ref var entry = ref state.Entries[slot];
        var isFirst = entry.First == 0 || activity.Time - entry.Last > ForgetMs;
        var day = EpochDay.Of(activity.Time);
        var isNewDay = isFirst || day > EpochDay.Of(entry.Last);
        if (isFirst)
            entry = new SightingEntry
            {
                Artefact = seen.Key,
                Type = seen.Type,
                First = activity.Time,
                Last = activity.Time
            };
        entry.Days = DayMask.With(entry.Days, EpochDay.Of(entry.Last), day);
        entry.First = Math.Min(entry.First, activity.Time);
        entry.Last = Math.Max(entry.Last, activity.Time);
        entry.Class = activity.Place.Class;
        entry.Space = seen.Space;
        var isUse = use != 0 && Use(ref entry, use);
        var changed = isNewDay | isUse | Mark(ref entry, activity) | Own(ref entry, own, ownRank) | Tell(ref entry,
            NeverAtHome(state, step.Profile, step.Facts, day));
        var becameSticky = seen.Type == ArtefactType.Ip && isNewDay && Stick(ref entry, state, activity.Time, day);

        // An address where the account is only passing tells nobody anything.
        if (!changed || (seen.Type == ArtefactType.Ip && entry.StickyFrom == 0)) return slot;
        var began = seen.Type == ArtefactType.Ip ? becameSticky : isFirst;
        var fact = step.AddSighting();
        Fill(fact, state, entry, step, line, began);
        fact.Value = step.TextOf(seen, line);
        fact.Uses = isUse ? DeviceUses.Just(use) : default;
        return slot;
    }

    /// <summary>
    /// The use as the record itself tells it, whatever came before: its own address, where that is a line. An exit, a
    /// relay and a carrier change theirs by themselves.
    /// </summary>
    private static ulong UseOf(AccountStep step)
    {
        var activity = step.Activity;
        const PlaceFlags nobodys = PlaceFlags.Egress | PlaceFlags.Inside | PlaceFlags.AllowedRelay;
        if (activity.Ip.IsNone || (activity.Place.Flags & nobodys) != 0 || !activity[TextField.RelayProvider].IsEmpty) return 0;
        return activity.Place.Class is NetworkClass.Anonymiser or NetworkClass.Mobile or NetworkClass.Satellite
            ? 0
            : DeviceUses.UseAt(activity.Time, activity.Ip);
    }

    /// <summary>
    /// True where the use is to be told. What is told grows with the logarithm of the uses only: one that has no place
    /// in the sample any more, since enough were told that go before it, is left out.
    /// </summary>
    private static bool Use(ref SightingEntry entry, ulong use)
    {
        var (level, told) = entry.Told;
        if (use == entry.LastUse || !DeviceUses.IsBelow(use, level)) return false;
        var (minute, last) = (DeviceUses.MinuteOf(use), DeviceUses.MinuteOf(entry.LastUse));
        if (minute < last) return true;
        entry.LastUse = use;
        // Two lines of one minute may come by turns: counted once, so that each that counts is another one.
        if (minute == last || !DeviceUses.IsBelow(use, level + 1)) return true;
        told++;
        entry.Told = told < DeviceUses.Max ? (level, told) : ((byte)(level + 1), (byte)0);
        return true;
    }

    private static bool Mark(ref SightingEntry entry, Activity activity)
    {
        if (entry.Type is not (ArtefactType.Device or ArtefactType.BrowserHash)) return false;
        var before = entry.Flags;
        if (activity.DeviceManaged == true) entry.Flags |= SightingFlags.Managed;
        var isNobodysHome = activity.Place.Class is NetworkClass.Hosting or NetworkClass.Corporate
            && !activity.Place.IsEgress;
        if (isNobodysHome || IsServer(activity[TextField.Os].Span)) entry.Flags |= SightingFlags.SharedHost;
        return entry.Flags != before;
    }

    private static bool IsServer(ReadOnlySpan<byte> os)
    {
        if (os.IsEmpty || os.Length > 128) return false;
        Span<byte> lower = stackalloc byte[os.Length];
        Ascii.ToLower(os, lower, out _);
        return lower.IndexOf("server"u8) >= 0 || lower.IndexOf("multi-session"u8) >= 0 || lower
            .IndexOf("multisession"u8) >= 0;
    }

    private static bool Own(ref SightingEntry entry, int own, int ownRank)
    {
        if (entry.Type != ArtefactType.Ip || own == 0 || ownRank < entry.OwnRank || own == entry.OwnSlot) return false;
        entry.OwnSlot = (byte)own;
        entry.OwnRank = (byte)ownRank;
        return true;
    }

    private static bool Tell(ref SightingEntry entry, bool? neverAtHome)
    {
        const SightingFlags both = SightingFlags.ToldNeverAtHome | SightingFlags.ToldAtHome;
        var now = neverAtHome switch
        {
            true => SightingFlags.ToldNeverAtHome,
            false => SightingFlags.ToldAtHome,
            _ => SightingFlags.None,
        };
        if ((entry.Flags & both) == now) return false;
        entry.Flags = (entry.Flags & ~both) | now;
        return true;
    }

    /// <summary>True where the account became sticky there with this event.</summary>
    private static bool Stick(ref SightingEntry entry, in SightingsState state, long time, int day)
    {
        var days = BitOperations.PopCount(entry.Days);
        if (days < StickyDays || days < StickyShare * state.ActiveDayCount) return false;
        var began = entry.StickyFrom == 0 || day - entry.StickyLastDay > DayMask.Days;
        if (began) entry.StickyFrom = time;
        entry.StickyLastDay = (ushort)Math.Clamp(Math.Max(day, (int)entry.StickyLastDay), 0, ushort.MaxValue);
        return began;
    }

    /// <summary>
    /// detections.md §3 rule 8; null where no home is declared or too little was seen. Where no place is ever known,
    /// "not seen at home" would be said of everybody. A line of unknown kind counts as fixed here, as it does for
    /// D08.
    /// </summary>
    public static bool? NeverAtHome(in SightingsState state, in AccountProfile profile, DirectoryRow? facts, int day)
    {
        if (facts is not { HasHome: true }) return null;
        var near = Math.Max(profile.NearHomeDay, state.NearHomeDay);
        if (near != 0 && day - near <= NeverAtHomeWindowDays) return false;
        return state.ActiveDayCount >= NeverAtHomeDays && state.LocatedDays >= NeverAtHomeDays ? true : null;
    }

    /// <summary>True where a source said so of any of its devices; sources that say nothing prove nothing.</summary>
    public static bool? HasManagedDevice(in SightingsState state)
    {
        for (var i = 0; i < SightingsState.Capacity; i++)
            if (!state.Entries[i].IsFree && (state.Entries[i].Flags & SightingFlags.Managed) != 0) return true;
        return null;
    }

    private static void Fill(
        Sighting fact, in SightingsState state, in SightingEntry entry, AccountStep step, IpAddress line, bool began)
    {
        var activity = step.Activity;
        var evidence = EvidenceRef.Of(activity);
        ref readonly var place = ref activity.Place;
        var days = BitOperations.PopCount(entry.Days);
        fact.Account = step.Account;
        fact.AccountName = step.AccountName;
        fact.Person = step.Facts is { PersonKey.IsNone: false } facts ? facts.PersonKey : step.Account;
        fact.Type = entry.Type;
        fact.Artefact = entry.Artefact;
        fact.First = entry.First;
        fact.Last = entry.Last;
        fact.StickyFrom = entry.Type == ArtefactType.Ip ? entry.StickyFrom : 0;
        fact.StickyLastDay = entry.Type == ArtefactType.Ip ? entry.StickyLastDay : 0;
        fact.Days = days;
        fact.Share = state.ActiveDayCount == 0 ? 0 : Math.Min(1, (double)days / state.ActiveDayCount);
        fact.Managed = (entry.Flags & SightingFlags.Managed) != 0;
        fact.SharedHost = (entry.Flags & SightingFlags.SharedHost) != 0;
        fact.Class = entry.Class;
        fact.OwnDevice = entry.OwnSlot > 0 ? state.Entries[entry.OwnSlot - 1].Artefact : default;
        fact.OwnDeviceSpace = entry.OwnSlot > 0 ? state.Entries[entry.OwnSlot - 1].Space : 0;
        fact.LastIp = line.IsNone ? activity.Ip : line;
        fact.Latitude = place.IsLocated ? place.Latitude : float.NaN;
        fact.Longitude = place.IsLocated ? place.Longitude : float.NaN;
        fact.RadiusKm = place.RadiusKm;
        fact.NeverAtHome = NeverAtHome(state, step.Profile, step.Facts, EpochDay.Of(activity.Time));
        fact.FirstEvidence = began ? evidence : default;
        fact.LastEvidence = evidence;
        fact.AsOf = activity.Time;
        fact.Version = 0;
        fact.Withdrawn = false;
    }
}
