using System.Numerics;
using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Detections.UndeclaredCountry;

/// <summary>
/// D03: seen where nobody declared the account to be. Declared against observed, never a person's origin.
/// </summary>
public sealed class UndeclaredCountryDetection : AccountDetection<UndeclaredCountryState>
{
    private const uint Fortnight = (1u << 14) - 1;

    private static readonly Key128 RegionSubject = Key128.Of("region");

    private readonly UndeclaredCountrySettings _settings;
    private readonly CountryCode[] _embargoed;
    private readonly Rule _rule;
    private readonly string _threshold, _embargoThreshold, _regionThreshold;

    public UndeclaredCountryDetection(UndeclaredCountrySettings settings)
    {
        _settings = settings;
        _embargoed = [.. settings.Embargoed.Select(CountryCode.Parse)];
        _rule = new Rule(
            "D03", "undeclared-country", RuleGroup.Where, settings.Weight, TimeSpan.FromDays(30), settings.Window,
            ["T1078"]);
        _threshold = Say.Of($"a country outside declared and approved on one day ({settings.OneDayStrength}), on ≥ ")
            + Say.Of($"{settings.Days} of 14 days (1)");
        _embargoThreshold = "one sight of an embargoed country (" + string.Join(", ", settings.Embargoed) + ")";
        _regionThreshold = Say.Of($"remote, ≥ {settings.RegionDays} days at work, never within {settings.RegionKm} ")
            + "km of the declared home";
    }

    public override IReadOnlyList<Rule> Rules => [_rule];

    public override ushort StateVersion => 2;

    protected override void Step(ref UndeclaredCountryState state, AccountStep step)
    {
        if (!step.TellsPlace) return;
        ref readonly var place = ref step.Activity.Place;
        if (place.Country.IsNone || IsHidden(step)) return;
        var facts = step.Facts;
        if (facts is not null && facts.Country == place.Country)
        {
            if (facts is { Remote: true, HasHome: true, IsPerson: true }) Region(ref state, step, facts);
            return;
        }

        Country(ref state, step);
    }

    /// <summary>Days are a set: a late one counts as well.</summary>
    protected override void Late(ref UndeclaredCountryState state, AccountStep step)
    {
        if (!step.TellsPlace || step.Activity.Place.Country.IsNone || IsHidden(step)) return;
        if (step.Facts?.Country != step.Activity.Place.Country) Country(ref state, step);
    }

    /// <summary>
    /// A relay, a satellite, a cloud desktop or a rented server stands elsewhere than its user: D04 speaks of it, not
    /// this.
    /// </summary>
    private static bool IsHidden(AccountStep step) =>
        step.Activity.Place.Class is NetworkClass.Anonymiser or NetworkClass.Satellite or NetworkClass.Hosting
        || (step.Activity.Place.Flags & PlaceFlags.AllowedRelay) != 0
        || !step.Activity[TextField.RelayProvider].IsEmpty;

    private void Country(ref UndeclaredCountryState state, AccountStep step)
    {
        var activity = step.Activity;
        var country = activity.Place.Country;
        var embargoed = Array.IndexOf(_embargoed, country) >= 0;
        if (!embargoed
            && (step.Facts is not { Country.IsNone: false } facts || IsAcrossTheBorder(facts, activity.Place))) return;
        if (Declared.Covers(step, activity.Place, step.OriginIp, activity.Time)) return;

        ref var seen = ref SeenOf(ref state, country);
        var before = seen.Days;
        var newest = seen.LastDay;
        seen.Days = EpochDay.Mark(seen.Days, ref seen.LastDay, step.Day);
        if (seen.LastDay == newest && seen.Days == before) return;
        var days = BitOperations.PopCount(seen.Days & Fortnight);
        var strength = embargoed || days >= _settings.Days ? 1 : _settings.OneDayStrength;
        RaiseCountry(step, country, days, strength, embargoed);
    }

    private bool IsAcrossTheBorder(DirectoryRow facts, in Place place) =>
        place.Class == NetworkClass.Mobile && place.IsLocated && facts.HasHome
        && Geography.DistanceKm(facts.Latitude!.Value, facts.Longitude!.Value, place.Latitude,
            place.Longitude) <= _settings.BorderKm;

    private static ref CountrySeen SeenOf(ref UndeclaredCountryState state, CountryCode country)
    {
        Span<CountrySeen> all = state.Countries;
        var oldest = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Country == country) return ref all[i];
            if (all[i].LastDay < all[oldest].LastDay) oldest = i;
        }

        all[oldest] = new CountrySeen { Country = country };
        return ref all[oldest];
    }

    /// <summary>
    /// In the right country and yet never near home. Offices tell nothing of where somebody lives.
    /// </summary>
    private void Region(ref UndeclaredCountryState state, AccountStep step, DirectoryRow facts)
    {
        ref readonly var place = ref step.Activity.Place;
        if (state.WasNear != 0 || !place.IsLocated || place.Class == NetworkClass.Corporate)
            return;
        if (state.FarDay == step.Day && state.Nearest.Latitude == place.Latitude
            && state.Nearest.Longitude == place.Longitude) return;
        var distance =
            Geography.DistanceKm(facts.Latitude!.Value, facts.Longitude!.Value, place.Latitude, place.Longitude);
        if (distance - 2 * Geography.RadiusKm(Spot.Of(place)) <= _settings.RegionKm)
        {
            state = state with { WasNear = 1, Nearest = default, NearestKm = 0, FarDay = 0, FarDays = 0 };
            return;
        }

        if (!step.IsPresence || Declared.Travels(facts, step.Activity.Time)) return;
        if (state.FarDays == 0 || distance < state.NearestKm)
        {
            state.NearestKm = (float)distance;
            state.Nearest = step.Evidence;
        }

        if (state.FarDay == step.Day) return;
        state.FarDay = step.Day;
        if (state.FarDays < ushort.MaxValue) state.FarDays++;
        if (state.FarDays >= _settings.RegionDays) RaiseRegion(state, step);
    }

    private void RaiseCountry(AccountStep step, CountryCode country, int days, double strength, bool embargoed)
    {
        var activity = step.Activity;
        var declared = step.Facts is { Country.IsNone: false } facts ? facts.Country.ToString() : "no country";
        step.Findings.Raise(new FindingDraft
        {
            Rule = _rule,
            Subject = Key128.Of(country.ToString()),
            Time = activity.Time,
            Strength = strength,
            Weight = embargoed ? _settings.EmbargoedWeight : _settings.Weight,
            Summary = Say.Of($"Seen in {country} on {days} of 14 days, at {Say.Time(activity.Time)} from ")
                + Say.Of($"{step.OriginIp}, while {declared} ")
                + "is declared and no approved travel covers it." + (embargoed ? " The country is embargoed." : ""),
            Facts = [new Fact("days", days), new Fact("from", double.NaN, declared),
                new Fact("to", double.NaN, country.ToString())],
            Artefacts =
            [
                new Artefact("country", country.ToString()), new Artefact("ip", step.OriginIp.ToString()),
                new Artefact("asn", Say.Of($"{activity.Place.Asn}")),
            ],
            Evidence = [step.Evidence],
            Threshold = embargoed ? _embargoThreshold : _threshold,
            Prevention = Say.Of($"An approved travel row covering {country} on {Say.Day(step.Day)}, or a networks ")
                + "row that corrects the "
                + Say.Of($"place of {step.OriginIp}."),
            LevelFloor = embargoed ? "high" : null,
        });
    }

    private void RaiseRegion(in UndeclaredCountryState state, AccountStep step) => step.Findings.Raise(new FindingDraft
    {
        Rule = _rule,
        Subject = RegionSubject,
        Time = step.Activity.Time,
        Strength = 1,
        Weight = _settings.RegionWeight,
        Summary = Say.Of($"Declared remote, at work on {state.FarDays} days and never within {_settings.RegionKm} km ")
            + "of the declared "
            + Say.Of($"home; nearest was {Say.Place(state.Nearest)}, {Say.Km(state.NearestKm)} away, at ")
            + Say.Of($"{Say.Time(state.Nearest.Time)}."),
        Facts = [new Fact("days", state.FarDays), new Fact("distance_km", Math.Round(state.NearestKm, 1))],
        Artefacts = [new Artefact("ip", state.Nearest.Ip.ToString())],
        Evidence = [state.Nearest, step.Evidence],
        Threshold = _regionThreshold,
        Prevention = "A directory row with the true home, or an approved travel row for the region.",
    });
}
