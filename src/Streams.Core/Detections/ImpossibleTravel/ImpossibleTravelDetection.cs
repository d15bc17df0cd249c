using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Detections.ImpossibleTravel;

/// <summary>D01: two places too far apart for the time between, whatever geolocation may have got wrong.</summary>
public sealed class ImpossibleTravelDetection(ImpossibleTravelSettings settings)
    : AccountDetection<ImpossibleTravelState>
{
    // A stay: what moves less than the smallest radius has not moved.
    private const double SamePlaceKm = Geography.FixedRadiusKm, HomeKm = 100;

    private readonly Rule _rule = new(
        "D01", "impossible-travel", RuleGroup.Where, settings.Weight, TimeSpan.FromDays(7), settings.Window,
        ["T1078.004", "T1133"]);

    private readonly string _threshold =
        Say.Of($"distance ≥ {settings.DistanceKm} km after both radii and speed ≥ {settings.SpeedKmh} km/h");

    public override IReadOnlyList<Rule> Rules => [_rule];

    public override ushort StateVersion => 2;

    protected override void Step(ref ImpossibleTravelState state, AccountStep step)
    {
        if (!IsAnchor(step)) return;
        Span<Anchor> anchors = state.Anchors;
        var count = state.Count;
        if (count > 0)
        {
            var last = anchors[count - 1].Spot;
            if (IsSamePlace(last, Spot.Of(step.Activity.Place)))
            {
                var stays = count > 1 && IsSamePlace(anchors[count - 2].Spot, last);
                Insert(ref state, stays ? count - 1 : count, replace: stays, AnchorOf(step));
                return;
            }
        }

        var anchor = AnchorOf(step);
        if (count > 0 && !Compare(ref state, step, anchors[count - 1], anchor, anchors[..count])) return;
        Insert(ref state, count, replace: false, anchor);
    }

    /// <summary>
    /// A late anchor is compared with the kept ones around it and becomes one where it falls among them.
    /// </summary>
    protected override void Late(ref ImpossibleTravelState state, AccountStep step)
    {
        if (!IsAnchor(step) || state.Count == 0) return;
        Span<Anchor> anchors = state.Anchors;
        var anchor = AnchorOf(step);
        var at = 0;
        while (at < state.Count && anchors[at].Evidence.Time <= anchor.Evidence.Time) at++;
        var first = at > 0 ? anchors[at - 1] : default;
        var next = at < state.Count ? anchors[at] : default;
        if (at > 0 && !IsSamePlace(first.Spot, anchor.Spot) && !Compare(ref state, step, first, anchor, default))
            return;
        if (at < state.Count && !IsSamePlace(next.Spot, anchor.Spot)
            && !Compare(ref state, step, anchor, next, default)) return;
        if (at > 0) Insert(ref state, at, replace: false, anchor);
    }

    private bool IsAnchor(AccountStep step)
    {
        if (!step.TellsPlace) return false;
        var activity = step.Activity;
        ref readonly var place = ref activity.Place;
        return place.IsLocated && Geography.IsOwn(place) && !activity.Ip.IsNone
            && place.Class is not (NetworkClass.Anonymiser or NetworkClass.Satellite)
            && (place.Class != NetworkClass.Hosting || settings.HostingAnchors)
            && activity[TextField.RelayProvider].IsEmpty;
    }

    private static Anchor AnchorOf(AccountStep step) => new()
    {
        Evidence = step.Evidence,
        Device = step.Device,
        Session = step.Session,
        RadiusKm = step.Activity.Place.RadiusKm,
    };

    private static bool IsSamePlace(in Spot a, in Spot b) => Geography.DistanceKm(a, b) <= SamePlaceKm;

    private static void Insert(ref ImpossibleTravelState state, int at, bool replace, in Anchor anchor)
    {
        Span<Anchor> anchors = state.Anchors;
        if (replace)
        {
            anchors[at] = anchor;
            return;
        }

        if (state.Count == Anchors.Max)
        {
            anchors[1..at].CopyTo(anchors);
            anchors[at - 1] = anchor;
            return;
        }

        anchors[at..state.Count].CopyTo(anchors[(at + 1)..]);
        anchors[at] = anchor;
        state.Count++;
    }

    /// <summary>
    /// False where the later anchor is no place of its own. <paramref name="before"/>: the anchors up to the earlier
    /// one.
    /// </summary>
    private bool Compare(ref ImpossibleTravelState state, AccountStep step, in Anchor a, in Anchor b,
        ReadOnlySpan<Anchor> before)
    {
        // Two sources of places differ by more than anybody travels.
        if (a.Evidence.Hinted != b.Evidence.Hinted) return true;
        Spot from = a.Spot, to = b.Spot;
        var distance = Geography.DistanceKm(from, to);
        var least = Geography.DistanceAtLeastKm(from, to, distance);
        if (least < settings.DistanceKm) return true;

        var elapsed = b.Evidence.Time - a.Evidence.Time;
        ref var pair = ref PairOf(ref state, PairKey(a.Evidence, b.Evidence));
        if (elapsed <= settings.OnePlaceSeconds * 1000L && DeviceMark.Compare(a.Device, b.Device) == Sameness.Same)
        {
            if (a.Evidence.Ip.IsV4 != b.Evidence.Ip.IsV4) pair.OnePlace = 1;
            return false;
        }

        var earlierDays = Visit(ref pair, step.Day);
        if (pair.OnePlace != 0) return true;

        var hours = Math.Max(elapsed, 60_000) / 3_600_000.0;
        var speed = least / hours;
        if (speed < settings.SpeedKmh) return true;
        var strength =
            Math.Clamp((speed - settings.SpeedKmh) / settings.SpeedKmh, 0.3, 1) * LineFactor(a.Evidence, b.Evidence);
        if (strength <= 0) return true;
        if (earlierDays >= settings.KnownPairDays) strength *= settings.KnownFactor;
        if ((from.Class == NetworkClass.Mobile || to.Class == NetworkClass.Mobile)
            && a.Evidence.Country == b.Evidence.Country)
            strength *= settings.KnownFactor;

        Span<EvidenceRef> evidence = stackalloc EvidenceRef[3];
        var count = 0;
        var home = HomeBefore(before, b, step);
        if (home >= 0) evidence[count++] = before[home].Evidence;
        evidence[count++] = a.Evidence;
        evidence[count++] = b.Evidence;
        Raise(step, evidence[..count], strength, distance, least, elapsed / 3_600_000.0, speed, both: home >= 0);
        return true;
    }

    /// <summary>
    /// One end on a fixed line rules roaming out. Where no class is known at all, the claim is only weaker.
    /// </summary>
    private double LineFactor(in EvidenceRef a, in EvidenceRef b)
    {
        if (a.Class is NetworkClass.Fixed or NetworkClass.Corporate
            || b.Class is NetworkClass.Fixed or NetworkClass.Corporate) return 1;
        return a.Class == NetworkClass.Unknown && b.Class == NetworkClass.Unknown ? settings.UnknownLineFactor : 0;
    }

    /// <summary>
    /// Index of the home anchor before the stay that now ends, where home→B→home breaks on both sides; else −1.
    /// </summary>
    private int HomeBefore(ReadOnlySpan<Anchor> before, in Anchor back, AccountStep step)
    {
        if (before.Length < 2 || step.Facts is not { Country.IsNone: false } facts) return -1;
        ref readonly var stay = ref before[^1];
        var i = before.Length - 2;
        while (i >= 0 && IsSamePlace(before[i].Spot, stay.Spot)) i--;
        if (i < 0) return -1;
        ref readonly var home = ref before[i];
        ref readonly var arrival = ref before[i + 1];
        if (!IsHome(home, facts) || !IsHome(back, facts) || !IsSamePlace(home.Spot, back.Spot)) return -1;
        if (home.Evidence.Class != NetworkClass.Fixed || stay.Evidence.Class != NetworkClass.Fixed
            || arrival.Evidence.Class != NetworkClass.Fixed || back.Evidence.Class != NetworkClass.Fixed) return -1;
        var there = new Place { Country = stay.Evidence.Country };
        if (Declared.Covers(step, there, stay.Evidence.Ip, stay.Evidence.Time)) return -1;
        if (!IsOnOne(home, arrival) || !IsOnOne(stay, back)) return -1;
        var least = Geography.DistanceAtLeastKm(home.Spot, arrival.Spot, Geography.DistanceKm(home.Spot, arrival.Spot));
        var hours = Math.Max(arrival.Evidence.Time - home.Evidence.Time, 60_000) / 3_600_000.0;
        return least >= settings.DistanceKm && least / hours >= settings.SpeedKmh ? i : -1;
    }

    private static bool IsHome(in Anchor anchor, DirectoryRow facts) => facts.HasHome
        ? Geography.DistanceKm(facts.Latitude!.Value, facts.Longitude!.Value, anchor.Evidence.Latitude,
            anchor.Evidence.Longitude) <= HomeKm
        : anchor.Evidence.Country == facts.Country;

    private static bool IsOnOne(in Anchor a, in Anchor b) =>
        DeviceMark.Compare(a.Device, b.Device) == Sameness.Same || (a.Session != 0 && a.Session == b.Session)
        // A tunnel that is resumed is the same one, though its messages carry no number.
        || (b.Evidence.Kind == ActivityKind.VpnResume
            && a.Evidence.Kind is ActivityKind.VpnStart or ActivityKind.VpnResume);

    private static Key128 PairKey(in EvidenceRef a, in EvidenceRef b)
    {
        Key128 first = PlaceKey(a), second = PlaceKey(b);
        return first.CompareTo(second) <= 0 ? first.With(second) : second.With(first);
    }

    // Whole degrees: a database that moves a city's centre a little does not make another pair.
    private static Key128 PlaceKey(in EvidenceRef evidence) => new(
        evidence.Country.Value, (ulong)(Math.Round(evidence.Latitude) + 90) * 1000
            + (ulong)(Math.Round(evidence.Longitude) + 180));

    private static ref PlacePair PairOf(ref ImpossibleTravelState state, Key128 key)
    {
        Span<PlacePair> pairs = state.Pairs;
        var oldest = 0;
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].Key == key.Lo) return ref pairs[i];
            if (pairs[i].LastDay < pairs[oldest].LastDay) oldest = i;
        }

        pairs[oldest] = new PlacePair { Key = key.Lo };
        return ref pairs[oldest];
    }

    private static int Visit(ref PlacePair pair, int day)
    {
        if (day > pair.LastDay)
        {
            if (pair.LastDay != 0 && pair.EarlierDays < byte.MaxValue) pair.EarlierDays++;
            pair.LastDay = day;
        }

        return pair.EarlierDays;
    }

    private void Raise(
        AccountStep step, ReadOnlySpan<EvidenceRef> evidence, double strength, double distance, double least,
        double hours, double speed,
        bool both)
    {
        ref readonly var a = ref evidence[^2];
        ref readonly var b = ref evidence[^1];
        var tail = both
            ? " It was home, there and home again on one device or session, all on fixed lines, and the country is "
                + "not declared."
            : "";
        step.Findings.Raise(new FindingDraft
        {
            Rule = _rule,
            Subject = PairKey(a, b),
            Time = step.Activity.Time,
            Strength = strength,
            Weight = both ? settings.BothSidesWeight : settings.Weight,
            Summary = Say.Of($"{Say.Place(a)} at {Say.Time(a.Time)} and {Say.Place(b)} {Say.Number(hours * 60)} ")
                + "minutes later: at least "
                + Say.Of($"{Say.Km(least)} apart, so at least {Say.Number(Math.Round(speed))} km/h.") + tail,
            Facts =
            [
                new Fact("distance_km_min", Math.Round(least, 1)), new Fact("distance_km", Math.Round(distance, 1)),
                new Fact("hours", Math.Round(hours, 3)), new Fact("speed_kmh_min", Math.Round(speed, 1)),
                new Fact("speed_kmh", Math.Round(distance / Math.Max(hours, 1 / 60.0), 1)),
                new Fact("from", double.NaN, Say.Place(a)), new Fact("to", double.NaN, Say.Place(b)),
            ],
            Artefacts =
            [
                new Artefact("ip", a.Ip.ToString()), new Artefact("ip", b.Ip.ToString()),
                new Artefact("country", a.Country.ToString()), new Artefact("country", b.Country.ToString()),
            ],
            Evidence = evidence,
            Threshold = _threshold,
            Prevention = Say.Of($"A networks row that gives {a.Ip} or {b.Ip} its true place, or marks it as an exit ")
                + "of yours or a relay; "
                + "or an allow row for D01 with one of these addresses.",
        });
    }
}
