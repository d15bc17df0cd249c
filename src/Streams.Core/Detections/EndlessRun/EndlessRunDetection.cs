using Streams.Core.Enrichment;

namespace Streams.Core.Detections.EndlessRun;

/// <summary>D12: at work for longer than a person is awake, without a pause to sleep in.</summary>
public sealed class EndlessRunDetection(EndlessRunSettings settings) : AccountDetection<EndlessRunState>
{
    private const double HourMs = 3_600_000;

    private const long FortnightMs = 14 * EpochDay.Ms;

    // A run that goes on says so again after as many hours.
    private const int ClaimEveryHours = 6;

    private readonly Rule _rule = new(
        "D12", "endless-run", RuleGroup.When, settings.Weight, TimeSpan.FromDays(30), settings.Window, ["T1078"]);

    private readonly string _threshold =
        Say.Of($"no {settings.GapHours} h pause for > {settings.LongHours} h ({settings.FirstStrength}; ")
        + Say.Of($"{settings.RepeatedStrength} from {settings.Repeats} runs in 14 days on) or > {settings.FullHours} h (1)");

    public override IReadOnlyList<Rule> Rules => [_rule];

    protected override void Step(ref EndlessRunState state, AccountStep step)
    {
        if (!step.IsPresence || IsOnCallNight(step.Facts, step.Activity.Time)) return;
        var now = step.Activity.Time;
        if (state.Start == 0 || now - state.Last >= settings.GapHours * HourMs)
        {
            state.Start = now;
            state.First = step.Evidence;
            state.Middle = default;
            state.ClaimDueHours = 0;
        }

        state.Last = now;
        var hours = (now - state.Start) / HourMs;
        if (hours <= settings.LongHours)
        {
            if (hours <= settings.LongHours / 2) state.Middle = step.Evidence;
            return;
        }

        if (state.ClaimDueHours == 0) Remember(ref state);
        else if (hours <= state.ClaimDueHours) return;
        state.ClaimDueHours = hours > settings.FullHours
            ? (int)hours + ClaimEveryHours
            : (int)Math.Floor(settings.FullHours);
        Raise(state, step, hours);
    }

    private bool IsOnCallNight(DirectoryRow? facts, long time)
    {
        if (!Declared.IsOnCall(facts, time)) return false;
        if (facts!.Zone is not { } zone) return true;
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(time).UtcDateTime;
        var hour = (utc + zone.GetUtcOffset(utc)).Hour;
        return settings.NightFrom > settings.NightTo
            ? hour >= settings.NightFrom || hour < settings.NightTo
            : hour >= settings.NightFrom && hour < settings.NightTo;
    }

    private static void Remember(ref EndlessRunState state)
    {
        Span<long> runs = state.LongRuns;
        runs[1..].CopyTo(runs);
        runs[^1] = state.Start;
    }

    private int RunsOfTheFortnight(in EndlessRunState state)
    {
        var count = 0;
        foreach (var start in (ReadOnlySpan<long>)state.LongRuns)
            if (start != 0 && state.Start - start <= FortnightMs) count++;
        return count;
    }

    private void Raise(in EndlessRunState state, AccountStep step, double hours)
    {
        var runs = RunsOfTheFortnight(state);
        var strength = hours > settings.FullHours ? 1
            : runs >= settings.Repeats ? settings.RepeatedStrength
            : settings.FirstStrength;
        var last = step.Evidence;
        step.Findings.Raise(new FindingDraft
        {
            Rule = _rule,
            Time = step.Activity.Time,
            Strength = strength,
            Weight = settings.Weight,
            Measure = hours,
            Summary = Say.Of($"At work from {Say.Time(state.Start)} to {Say.Time(state.Last)}, {hours:0.0} h without ")
                + "a pause of "
                + Say.Of($"{settings.GapHours} h; {runs} such run{(runs == 1 ? "" : "s")} in 14 days."),
            Facts = [new Fact("run_hours", Math.Round(hours, 2)), new Fact("runs", runs)],
            Evidence = state.Middle.IsNone ? [state.First, last] : [state.First, state.Middle, last],
            Threshold = _threshold,
            Prevention = "An on-call row covering the night, or an allow row for D12 over an incident or a hackathon.",
        });
    }
}
