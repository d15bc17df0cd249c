using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Scoring;

namespace Streams.Core.Detections.LaptopFarm;

/// <summary>The sticky accounts of an address at one time, each on its own device, and what their homes say.</summary>
internal sealed class Farm
{
    private readonly SharingSettings _settings;
    private readonly bool _isCrew;

    private Farm(ImmutableArray<ArtefactMember> members, SharingSettings settings)
    {
        Members = members;
        _settings = settings;
        Homes = members.Select(member => member.Home).Distinct().Count();
        _isCrew = members.Any(a =>
            members.Any(b => a.Home != b.Home && IsFarFromHome(a) && IsFarFromHome(b)
                && b.HomeToHomeKm(a) > settings.HomeKm));
    }

    public ImmutableArray<ArtefactMember> Members { get; }

    /// <summary>Households count once.</summary>
    public int Homes { get; }

    /// <summary>Three, or two who both work remotely; a couple is one household.</summary>
    public bool Fires => Homes >= _settings.FarmAccounts
        || Members.Where(member => member.Facts?.Remote == true).Select(member => member.Home).Distinct().Count()
            >= _settings.FarmRemoteAccounts;

    public static bool MayFire(ArtefactView view)
    {
        var settings = view.Settings;
        var least = Math.Min(settings.FarmAccounts, settings.FarmRemoteAccounts);
        var sticky = 0;
        foreach (var member in view.Members)
            if (IsSticky(member.Seen) && !member.Seen.OwnDevice.IsNone) sticky++;
        return sticky >= least;
    }

    public static long StickyUntil(Sighting seen)
    {
        // The newest sticky day ends at the newest event, where that is the same day.
        var endOfDay = ((seen.StickyLastDay + 1L) * EpochDay.Ms) - 1;
        return Math.Max(seen.StickyFrom, Math.Min(seen.Last, endOfDay));
    }

    public static bool IsSticky(Sighting seen) =>
        seen.StickyFrom > 0 && seen.Class is NetworkClass.Fixed or NetworkClass.Unknown;

    /// <summary>
    /// Ids are compared only inside one namespace, so the farm is read in the namespace where it has the most people;
    /// who has no known device, or another's, is not "on its own device".
    /// </summary>
    public static Farm At(ArtefactView view, long time)
    {
        var memory = view.Settings.StickyMemoryDays * EpochDay.Ms;
        var present = view.Members.Where(member =>
            IsSticky(member.Seen) && member.Seen.StickyFrom <= time && time <= StickyUntil(member.Seen) + memory);
        var best = present.Where(member => !member.Seen.OwnDevice.IsNone)
            .GroupBy(member => member.Seen.OwnDeviceSpace)
            .Select(space => space.Where(member => IsOwn(member, space)).ToImmutableArray())
            .OrderByDescending(members => members.Select(member => member.Home).Distinct().Count())
            .ThenByDescending(members => members.Length)
            .ThenBy(members => members.IsEmpty ? default : members[0].Account)
            .FirstOrDefault([]);
        return new Farm(best, view.Settings);
    }

    public double StrengthOf(ArtefactMember member)
    {
        var toHome = member.HomeToPlaceKm;
        if (toHome <= _settings.HomeKm) return 0;
        if (_isCrew && IsFarFromHome(member)) return 1;
        return !member.HasHome || member.Seen.NeverAtHome is null ? _settings.StrengthHomesUnknown
            : _settings.StrengthUnclear;
    }

    public double WeightAt(double strength) =>
        Homes >= _settings.FarmAccounts || strength >= 1 ? LaptopFarmRule.Rule.Weight : _settings.WeightOfTwo;

    private static bool IsOwn(ArtefactMember member, IEnumerable<ArtefactMember> all) =>
        all.All(other => other.IsSamePerson(member) || other.Seen.OwnDevice != member.Seen.OwnDevice);

    private bool IsFarFromHome(ArtefactMember member) =>
        member.Seen.NeverAtHome == true && member.HomeToPlaceKm > _settings.HomeKm;
}
