using Streams.Core.Activities;

namespace Streams.Core.Detections.NoSleepGap;

/// <summary>D11: over a fortnight no part of the day in which a person could have slept.</summary>
public sealed class NoSleepGapDetection(NoSleepGapSettings settings) : AccountDetection<NoSleepGapState>
{
    private const int ZoneBias = 13, Fortnight = 14;

    private readonly Rule _rule = new(
        "D11", "no-sleep-gap", RuleGroup.When, settings.Weight, TimeSpan.FromDays(30), settings.Window, ["T1078"]);

    private readonly string _threshold =
        Say.Of($"longest arc with ≤ {settings.Tolerance:0%} of ≥ {settings.Slots} half hours on ≥ {settings.Days} of ")
            + Say.Of($"{settings.WindowDays} ")
        + Say.Of($"days below {settings.FullHours} h (1) or {settings.WeakHours} h ({settings.WeakStrength}), twice ")
        + "in a row";

    public override IReadOnlyList<Rule> Rules => [_rule];

    protected override void Step(ref NoSleepGapState state, AccountStep step)
    {
        if (!step.IsPresence) return;
        var activity = step.Activity;
        ref readonly var place = ref activity.Place;
        if (!place.Country.IsNone) state.Country = place.Country;
        if (Declared.IsOnCall(step.Facts, activity.Time)) return;
        MoveTo(ref state, step.Day);
        var slot = EpochDay.Slot(activity.Time);
        var at = step.Day % DayMasks.Days;
        if (state.Zones[at] == 0 && TellsZone(place)) state.LastZone = state.Zones[at] = ZoneOf(place);
        else if (state.Zones[at] == 0 && state.Masks[at] == 0) state.Zones[at] = state.LastZone;
        if ((state.Masks[at] >> slot & 1) != 0) return;
        state.Masks[at] |= 1UL << slot;
        state.Evidence[slot / 4] = step.Evidence;
    }

    /// <summary>A late event is one bit in a day that is still remembered.</summary>
    protected override void Late(ref NoSleepGapState state, AccountStep step)
    {
        if (!step.IsPresence || Declared.IsOnCall(step.Facts, step.Activity.Time)) return;
        if (step.Day > state.LastDay || state.LastDay - step.Day >= DayMasks.Days) return;
        state.Masks[step.Day % DayMasks.Days] |= 1UL << EpochDay.Slot(step.Activity.Time);
    }

    protected override void CloseDay(ref NoSleepGapState state, AccountStep step, int epochDay)
    {
        if (state.LastDay != epochDay || state.Masks[epochDay % DayMasks.Days] == 0) return;
        var window = Measure(state, epochDay, settings.WindowDays, settings.Slots, settings.Days);
        var strength = Eligible(window) ? StrengthOf(window.Hours, settings.FullHours, settings) : 0;
        var shown = window;

        // The long window carries a fortnight that says too little; one that shows a night's sleep is not overruled.
        if (strength < 1 && (!Eligible(window) || window.Hours < settings.WeakHours))
        {
            var longer = Measure(state, epochDay, DayMasks.Days, settings.LongSlots, 0);
            if (longer.Slots >= settings.LongSlots && longer.Hours < settings.FullHours)
                (strength, shown) = (1, longer);
        }

        var claimed = Math.Min(strength, state.Before / 10.0);
        state.Before = (byte)Math.Round(strength * 10);
        if (Eligible(window)) Report(ref state, step, epochDay, window.Hours);
        if (claimed > 0) Raise(state, step, epochDay, claimed, shown);
    }

    /// <summary>Strength of a quiet arc; <paramref name="fullHours"/> may be the tenant's own quantile.</summary>
    public static double StrengthOf(double hours, double fullHours, NoSleepGapSettings settings) =>
        hours < fullHours ? 1 : hours < settings.WeakHours ? settings.WeakStrength : 0;

    private bool Eligible(in Window window) => window.Slots >= settings.Slots && window.Days >= settings.Days;

    private static void MoveTo(ref NoSleepGapState state, int day)
    {
        if (day <= state.LastDay) return;
        var gone = Math.Min(DayMasks.Days, day - state.LastDay);
        for (var d = day - gone + 1; d <= day; d++)
        {
            state.Masks[d % DayMasks.Days] = 0;
            state.Zones[d % DayMasks.Days] = 0;
        }

        state.LastDay = day;
    }

    private static bool TellsZone(in Place place) =>
        place.IsLocated
            && place.Class is not (NetworkClass.Anonymiser or NetworkClass.Hosting or NetworkClass.Satellite)
        && (place.Flags & PlaceFlags.AllowedRelay) == 0;

    private static byte ZoneOf(in Place place) => (byte)(Geography.ZoneOf(place.Longitude) + ZoneBias);

    private readonly record struct Window(int Slots, int Days, int Length, double Hours);

    /// <summary>A window of fewer slots or days than asked says nothing of its hours, which are then not measured.</summary>
    private Window Measure(in NoSleepGapState state, int lastDay, int length, int slotsMin, int daysMin)
    {
        var modal = ModalZone(state, lastDay, length);
        Span<int> counts = stackalloc int[QuietArc.Slots];
        counts.Clear();
        int slots = 0, days = 0;
        for (var day = lastDay - length + 1; day <= lastDay; day++)
        {
            if (day < 0) continue;
            var at = day % DayMasks.Days;
            if (state.Masks[at] == 0 || (modal != 0 && Apart(state.Zones[at], modal) > settings.TravelZones)) continue;
            slots += QuietArc.Add(state.Masks[at], counts);
            days++;
        }

        if (slots < slotsMin || days < daysMin) return new Window(slots, days, length, 0);
        var arc = QuietArc.Longest(counts, (int)Math.Floor(settings.Tolerance * slots));
        return new Window(slots, days, length, arc / 2.0);
    }

    /// <summary>The commonest zone of a window that spans more than four; 0 where nobody travelled.</summary>
    private int ModalZone(in NoSleepGapState state, int lastDay, int length)
    {
        Span<byte> days = stackalloc byte[2 * ZoneBias];
        days.Clear();
        int first = 0, best = 0;
        bool isOne = true, travelled = false;
        for (var day = lastDay; day > lastDay - length && day >= 0; day--)
        {
            var at = day % DayMasks.Days;
            var zone = state.Zones[at];
            if (zone == 0 || state.Masks[at] == 0) continue;
            if (first == 0) first = zone;
            isOne &= zone == first;
            days[zone]++;
            if (days[zone] > days[best]) best = zone;
        }

        if (isOne) return 0;
        for (var a = 1; a < days.Length && !travelled; a++)
            for (var b = a + 1; b < days.Length && !travelled; b++)
                travelled = days[a] > 0 && days[b] > 0 && Apart(a, b) > settings.TravelZones;
        return travelled ? best : 0;
    }

    // Around the clock; a day of unknown zone stays with the days at home.
    private static int Apart(int a, int b)
    {
        if (a == 0 || b == 0) return 0;
        var apart = Math.Abs(a - b);
        return Math.Min(apart, 24 - apart);
    }

    private static void Report(ref NoSleepGapState state, AccountStep step, int day, double hours)
    {
        var gone = Math.Min(ArcHistory.Days, day - state.ArcDay);
        for (var d = day - gone + 1; d <= day; d++) state.Arcs[d % ArcHistory.Days] = 0;
        state.ArcDay = day;
        state.Arcs[day % ArcHistory.Days] = (byte)(hours * 2 + 1);

        // A fortnight ago, or the nearest evaluation up to five days before: weekends are not evaluated.
        var earlier = double.NaN;
        for (var back = Fortnight; back < ArcHistory.Days && back < day && double.IsNaN(earlier); back++)
        {
            var arc = state.Arcs[(day - back) % ArcHistory.Days];
            if (arc != 0) earlier = (arc - 1) / 2.0;
        }

        var country = step.Facts is { Country.IsNone: false } facts ? facts.Country : state.Country;
        step.Reports.Add(new TenantReport(
            TenantReportKind.QuietArc, step.Account, EpochDay.Start(day + 1), country, default, hours, earlier));
    }

    private void Raise(in NoSleepGapState state, AccountStep step, int epochDay, double strength, in Window window)
    {
        Span<EvidenceRef> evidence = stackalloc EvidenceRef[BinEvidence.Bins];
        var count = 0;
        var oldest = EpochDay.Start(epochDay - window.Length + 1);
        for (var bin = 0; bin < BinEvidence.Bins; bin++)
            if (state.Evidence[bin].Time >= oldest) evidence[count++] = state.Evidence[bin];
        evidence[..count].Sort((a, b) => a.Time.CompareTo(b.Time));
        step.Findings.Raise(new FindingDraft
        {
            Rule = _rule,
            Time = EpochDay.Start(epochDay + 1),
            Strength = strength,
            Weight = settings.Weight,
            Measure = window.Hours,
            Summary = Say.Of($"In the {window.Length} days to {Say.Day(epochDay)} (UTC) the longest quiet part of ")
                + "the day was "
                + Say.Of($"{window.Hours:0.#} h, over {window.Slots} active half hours on {window.Days} days: no ")
                + "room for a night's sleep.",
            Facts = [new Fact("quiet_arc_hours", window.Hours), new Fact("slots", window.Slots),
                new Fact("days", window.Days)],
            Evidence = evidence[..count],
            Threshold = _threshold,
            Prevention = "On-call rows for the rota, a directory kind of service or shared, agent trailers on what a "
                + "coding agent commits, "
                + "or an allow row for D11.",
        });
    }
}
