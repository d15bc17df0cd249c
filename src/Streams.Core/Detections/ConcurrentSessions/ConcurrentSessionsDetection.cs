using System.Numerics;
using Streams.Core.Activities;

namespace Streams.Core.Detections.ConcurrentSessions;

/// <summary>
/// D02: two devices of one account at work at once, far apart: no travel explains it. And the approving phone: the
/// laptop is here, the
/// thumb abroad.
/// </summary>
public sealed class ConcurrentSessionsDetection(ConcurrentSessionsSettings settings)
    : AccountDetection<ConcurrentSessionsState>
{
    private const long IdleMs = 30 * 60_000;

    private const uint Fortnight = (1u << 14) - 1;

    private static readonly string[] Attack = ["T1078.004", "T1550.004"];

    private readonly Rule _pairRule = new(
        "D02", "concurrent-sessions", RuleGroup.Where, settings.Weight, TimeSpan.FromDays(7), settings.PairWindow,
        Attack);

    private readonly Rule _phoneRule = new(
        "D02", "concurrent-sessions", RuleGroup.Where, settings.PhoneWeight, TimeSpan.FromDays(7), settings.Window,
        Attack);

    private readonly string _pairThreshold =
        Say.Of($"two different devices inside {settings.WindowMinutes} min, at least {settings.DistanceKm} km apart ")
            + "after both radii";

    private readonly string _phoneThreshold =
        Say.Of($"approved from an undeclared country on ≥ {settings.PhoneDays} days of 14");

    public override IReadOnlyList<Rule> Rules => [_pairRule];

    public override ushort StateVersion => 2;

    protected override void Step(ref ConcurrentSessionsState state, AccountStep step)
    {
        if (!step.IsPresence) return;
        if (step.Device.IsKnown && step.Activity.Place.IsLocated
            && (step.Activity.Place.Flags & PlaceFlags.AllowedRelay) == 0) Meet(ref state, step);
        if (!step.Activity.MfaIp.IsNone) Approve(ref state, step);
    }

    private void Meet(ref ConcurrentSessionsState state, AccountStep step)
    {
        var now = step.Activity.Time;
        var mine = new LiveSession
        {
            Evidence = step.Evidence,
            Device = step.Device,
            RadiusKm = step.Activity.Place.RadiusKm,
        };
        Span<LiveSession> sessions = state.Sessions;
        var slot = SlotOf(sessions, mine.Device, now);
        if (DeviceMark.Compare(mine.Device, sessions[slot].Device) == Sameness.Same)
        {
            mine.Device.Form = sessions[slot].Device.Form;
            mine.ClaimedMinute = sessions[slot].ClaimedMinute;
        }

        if (mine.Device.Form == 0) mine.Device.Form = DeviceMark.FormOf(step.Activity);
        var minute = (int)(now / 60_000);
        for (var i = 0; i < sessions.Length; i++)
        {
            ref var other = ref sessions[i];
            if (i == slot || other.Evidence.Time == 0 || now - other.Evidence.Time > settings.WindowMinutes * 60_000L)
                continue;
            if (mine.Evidence.Hinted != other.Evidence.Hinted
                || DeviceMark.Compare(mine.Device, other.Device) != Sameness.Different || IsExplained(mine, other))
                continue;
            var distance = Geography.DistanceKm(mine.Spot, other.Spot);
            var least = Geography.DistanceAtLeastKm(mine.Spot, other.Spot, distance);
            if (least < settings.DistanceKm) continue;

            // Two people at work all day meet at every event: one claim in ten minutes says as much.
            if (minute - mine.ClaimedMinute < settings.WindowMinutes
                && minute - other.ClaimedMinute < settings.WindowMinutes)
            {
                continue;
            }

            mine.ClaimedMinute = other.ClaimedMinute = minute;
            RaisePair(step, other, mine, distance, least);
        }

        sessions[slot] = mine;
    }

    /// <summary>The device's own slot, else one that is free or idle, else the one that was quiet longest.</summary>
    private static int SlotOf(Span<LiveSession> sessions, in DeviceMark device, long now)
    {
        int oldest = 0, mine = -1;
        for (var i = 0; i < sessions.Length; i++)
        {
            if (sessions[i].Evidence.Time != 0 && now - sessions[i].Evidence.Time > IdleMs) sessions[i] = default;
            if (DeviceMark.Compare(device, sessions[i].Device) == Sameness.Same) mine = i;
            if (sessions[i].Evidence.Time < sessions[oldest].Evidence.Time) oldest = i;
        }

        return mine >= 0 ? mine : oldest;
    }

    /// <summary>
    /// A phone beside a computer where either is on a mobile line (a line of unknown device is taken for a phone's); a
    /// cloud desktop or an
    /// office machine that is used from afar; an exit that says nothing of the place.
    /// </summary>
    private static bool IsExplained(in LiveSession a, in LiveSession b)
    {
        if (IsElsewhere(a.Evidence.Class) || IsElsewhere(b.Evidence.Class)) return true;
        var mobile = a.Evidence.Class == NetworkClass.Mobile || b.Evidence.Class == NetworkClass.Mobile;
        return mobile && (a.Device.Form != 2 || b.Device.Form != 2);
    }

    private static bool IsElsewhere(NetworkClass line) => line is NetworkClass.Hosting or NetworkClass.Corporate
        or NetworkClass.Anonymiser or NetworkClass.Satellite;

    private void Approve(ref ConcurrentSessionsState state, AccountStep step)
    {
        var activity = step.Activity;
        ref readonly var phone = ref activity.MfaPlace;
        if (step.Facts is not { Country.IsNone: false } || phone.Country.IsNone || activity.Place.Country.IsNone)
            return;
        if (phone.Country == activity.Place.Country || !Geography.IsOwn(phone) || IsElsewhere(phone.Class)) return;
        if (Declared.Covers(step, phone, activity.MfaIp, activity.Time)) return;

        Span<PhoneAbroad> phones = state.Phones;
        var at = 0;
        for (var i = 0; i < phones.Length; i++)
        {
            if (phones[i].Country == phone.Country)
            {
                at = i;
                break;
            }

            if (phones[i].LastDay < phones[at].LastDay) at = i;
        }

        ref var seen = ref phones[at];
        if (seen.Country != phone.Country) seen = new PhoneAbroad { Country = phone.Country };
        if (seen.LastDay == step.Day) return;
        var evidence = step.Evidence;
        seen.Days = EpochDay.Mark(seen.Days, ref seen.LastDay, step.Day) & Fortnight;
        var days = BitOperations.PopCount(seen.Days);
        if (days == 1) seen.First = evidence;
        if (days >= settings.PhoneDays) RaisePhone(step, seen.First, evidence, days);
    }

    private void RaisePair(AccountStep step, in LiveSession a, in LiveSession b, double distance, double least)
    {
        var minutes = (b.Evidence.Time - a.Evidence.Time) / 60_000.0;
        Key128 first = a.Device.Key, second = b.Device.Key;
        step.Findings.Raise(new FindingDraft
        {
            Rule = _pairRule,
            Subject = first.CompareTo(second) <= 0 ? first.With(second) : second.With(first),
            Time = step.Activity.Time,
            Strength = 1,
            Weight = settings.Weight,
            Summary = Say.Of($"Two different devices at work at once: one in {Say.Place(a.Evidence)} at ")
                + Say.Of($"{Say.Time(a.Evidence.Time)}, the ")
                + Say.Of($"other in {Say.Place(b.Evidence)} {Say.Number(minutes)} minutes later, at least ")
                + Say.Of($"{Say.Km(least)} apart."),
            Facts =
            [
                new Fact("distance_km_min", Math.Round(least, 1)), new Fact("distance_km", Math.Round(distance, 1)),
                new Fact("hours", Math.Round(minutes / 60, 3)), new Fact("from", double.NaN, Say.Place(a.Evidence)),
                new Fact("to", double.NaN, Say.Place(b.Evidence)),
            ],
            Artefacts =
            [
                new Artefact("ip", a.Evidence.Ip.ToString()), new Artefact("ip", b.Evidence.Ip.ToString()),
                new Artefact("device", DeviceText(step.Activity)),
            ],
            Evidence = [a.Evidence, b.Evidence],
            Threshold = _pairThreshold,
            Prevention = Say.Of($"A networks row that gives {a.Evidence.Ip} or {b.Evidence.Ip} its true place or ")
                + "class (a cloud desktop is "
                + "hosting), or an allow row for D02 with one of the devices.",
        });
    }

    private static string DeviceText(Activity activity)
    {
        var serial = activity[TextField.DeviceSerial];
        var id = serial.IsEmpty ? activity[TextField.DeviceId] : serial;
        return (id.IsEmpty ? activity[TextField.DeviceFingerprint] : id).ToString();
    }

    private void RaisePhone(AccountStep step, in EvidenceRef first, in EvidenceRef now, int days)
    {
        var activity = step.Activity;
        var country = activity.MfaPlace.Country.ToString();
        step.Findings.Raise(new FindingDraft
        {
            Rule = _phoneRule,
            Subject = Key128.Of("approving-phone:" + country),
            Time = activity.Time,
            Strength = 1,
            Weight = settings.PhoneWeight,
            Summary = Say.Of($"Sign-ins from {Say.Country(activity.Place.Country)} were approved from {country} on ")
                + Say.Of($"{days} days of 14, ")
                + Say.Of($"the last at {Say.Time(activity.Time)} from {activity.MfaIp}; {country} is neither ")
                + "declared nor approved travel.",
            Facts =
            [
                new Fact("days", days), new Fact("from", double.NaN, Say.Country(activity.Place.Country)),
                new Fact("to", double.NaN, country),
            ],
            Artefacts = [new Artefact("ip", activity.MfaIp.ToString()), new Artefact("country", country)],
            Evidence = [first, now],
            Threshold = _phoneThreshold,
            Prevention = Say.Of($"An approved travel row covering {country}, or a networks row that corrects the ")
                + Say.Of($"place of {activity.MfaIp}."),
        });
    }
}
