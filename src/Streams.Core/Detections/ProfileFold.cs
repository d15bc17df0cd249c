using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>
/// The common machinery's own fold: presence, active days, agents' share, home, the live VPN connection, egress
/// unmasking.
/// </summary>
internal static class ProfileFold
{
    /// <summary>
    /// A VPN session without an end lives this long after its last sign of life (detections.md §3 rule 9).
    /// </summary>
    public const long VpnLifeMs = 12 * 3_600_000L;

    private const double NearHomeKm = 100;

    private const PlaceFlags Masked = PlaceFlags.Egress | PlaceFlags.Inside;

    /// <summary>Fills what the step says of the event, and folds the event into the profile.</summary>
    public static void Step(ref AccountProfile profile, AccountStep step)
    {
        var activity = step.Activity;
        if (profile.FirstSeen == 0) profile.FirstSeen = activity.Time;
        profile.LastSeen = Math.Max(profile.LastSeen, activity.Time);
        profile.Events++;
        profile.Sources |= (byte)(1 << (int)activity.Family);

        Classify(profile, step);
        if (activity.Family == SourceFamily.Vpn) FollowVpn(ref profile.Vpn, activity);
        if (Presence.IsProof(activity)) profile.Vpn.CredentialProof = activity.Time;
        Unmask(profile.Vpn, step);
        if (activity.CommitCount > 0) CountCommits(ref profile, step);
        if (step.IsPresence) MarkActive(ref profile, step.Day);
        if (step.TellsPlace) MeasureHome(ref profile, step);
    }

    /// <summary>
    /// A late event adds to sets and never moves a clock: the live connection is of another time, so egress stays
    /// unknown.
    /// </summary>
    public static void Late(ref AccountProfile profile, AccountStep step)
    {
        profile.Events++;
        profile.FirstSeen = profile.FirstSeen == 0 ? step.Activity.Time
            : Math.Min(profile.FirstSeen, step.Activity.Time);
        profile.Sources |= (byte)(1 << (int)step.Activity.Family);
        Classify(profile, step);
        Unmask(default, step);
        if (step.IsPresence && profile.LastDay != 0 && step.Day <= profile.LastDay)
            SetActive(ref profile, profile.LastDay - step.Day);
        if (step.TellsPlace) MeasureHome(ref profile, step);
    }

    private static void Classify(in AccountProfile profile, AccountStep step)
    {
        step.Device = DeviceMark.Of(step.Activity);
        step.AgentCommits = 0;
        if (step.Activity.CommitCount > 0) step.AgentCommits = Authorship.CountAgents(step.Activity);
        var session = step.Activity[TextField.Session].Span;
        step.Session = session.IsEmpty ? 0 : Key128.Of(session, DeviceMark.NamespaceOf(step.Activity)).Lo;
        step.IsInteractive = Presence.IsInteractive(step, profile);
        step.IsPresence = step.IsInteractive && step.Facts is not { IsPerson: false };
        step.TellsPlace = Presence.TellsPlace(step);
    }

    private static void FollowVpn(ref LiveVpn vpn, Activity activity)
    {
        if (activity.Outcome == Outcome.Failure) return;
        switch (activity.Kind)
        {
            case ActivityKind.VpnStart when !activity.Ip.IsNone:
                vpn.Start = vpn.LastSeen = activity.Time;
                vpn.Ip = activity.Ip;
                vpn.Place = activity.Place;
                break;
            case ActivityKind.VpnResume when !activity.Ip.IsNone:
                if (!IsLive(vpn, activity.Time)) vpn.Start = activity.Time;
                vpn.LastSeen = activity.Time;
                vpn.Ip = activity.Ip;
                vpn.Place = activity.Place;
                break;
            case ActivityKind.VpnEnd when activity.Ip.IsNone || activity.Ip == vpn.Ip:
                vpn = new LiveVpn { CredentialProof = vpn.CredentialProof };
                break;
            case ActivityKind.VpnAddress or ActivityKind.VpnTraffic or ActivityKind.VpnResume
                when IsLive(vpn, activity.Time) && (activity.Ip.IsNone || activity.Ip == vpn.Ip):
                vpn.LastSeen = activity.Time;
                break;
        }
    }

    private static bool IsLive(in LiveVpn vpn, long time) => vpn.Start != 0 && time - vpn.LastSeen <= VpnLifeMs;

    /// <summary>
    /// Sign-ins and code from the organisation's own exits, or from inside, happened where the VPN connection comes
    /// from. The flags stay:
    /// the place is told, but it is not this address's.
    /// </summary>
    private static void Unmask(in LiveVpn vpn, AccountStep step)
    {
        var activity = step.Activity;
        var flags = activity.Place.Flags & Masked;
        step.OriginIp = activity.Ip;
        if (flags == 0) return;
        if (activity.Family is SourceFamily.Sso or SourceFamily.Code && IsLive(vpn, activity.Time)
            && Geography.IsOwn(vpn.Place))
        {
            activity.Place = vpn.Place;
            activity.Place.Flags |= flags;
            step.OriginIp = vpn.Ip;
            return;
        }

        activity.Place = default;
        activity.Place.Flags = flags;
        step.OriginIp = default;
    }

    private static void CountCommits(ref AccountProfile profile, AccountStep step)
    {
        var activity = step.Activity;
        if (activity.Kind == ActivityKind.CodePush)
        {
            profile.LastPushBy = (byte)(step.AgentCommits < activity.CommitCount ? 1 : 2);
            profile.LastPushRepo = Presence.RepoOf(activity);
            profile.LastPushTime = activity.Time;
        }

        if (!step.FirstSeenCommits || step.AlreadyPushed) return;
        if (step.Day > profile.CommitDay)
        {
            var gone = Math.Min(DailyCounts.Days, step.Day - profile.CommitDay);
            for (var day = step.Day - gone + 1; day <= step.Day; day++)
                profile.Commits[day % DailyCounts.Days] = profile.AgentCommits[day % DailyCounts.Days] = 0;
            profile.CommitDay = step.Day;
        }

        var slot = step.Day % DailyCounts.Days;
        profile.Commits[slot] = (ushort)Math.Min(ushort.MaxValue, profile.Commits[slot] + activity.CommitCount);
        profile.AgentCommits[slot] = (ushort)Math.Min(ushort.MaxValue, profile.AgentCommits[slot] + step.AgentCommits);
    }

    private static void MarkActive(ref AccountProfile profile, int day)
    {
        if (day > profile.LastDay)
        {
            var shift = profile.LastDay == 0 ? 128 : day - profile.LastDay;
            unchecked
            {
                var both = new UInt128(profile.ActiveDaysHigh, profile.ActiveDaysLow);
                both = shift >= 90 ? UInt128.Zero : both << shift;
                profile.ActiveDaysHigh = (ulong)(both >> 64) & ((1UL << 26) - 1);
                profile.ActiveDaysLow = (ulong)both;
            }

            profile.LastDay = day;
        }

        SetActive(ref profile, profile.LastDay - day);
    }

    private static void SetActive(ref AccountProfile profile, int daysBack)
    {
        if (daysBack < 64) profile.ActiveDaysLow |= 1UL << daysBack;
        else if (daysBack < 90) profile.ActiveDaysHigh |= 1UL << (daysBack - 64);
    }

    private static void MeasureHome(ref AccountProfile profile, AccountStep step)
    {
        if (step.Facts is not { HasHome: true } facts) return;
        ref readonly var place = ref step.Activity.Place;
        if (place.Class != NetworkClass.Fixed || !place.IsLocated || !Geography.IsOwn(place)) return;
        if (profile.HomeMeasuredDay != 0 && profile.MeasuredLatitude == place.Latitude
            && profile.MeasuredLongitude == place.Longitude)
        {
            // The same line as before, which is the rule: its distance is known.
            if (profile.MeasuredNear != 0) profile.NearHomeDay = Math.Max(profile.NearHomeDay, step.Day);
            return;
        }

        var distance =
            Geography.DistanceKm(facts.Latitude!.Value, facts.Longitude!.Value, place.Latitude, place.Longitude);
        if (profile.HomeMeasuredDay == 0 || distance < profile.NearestHomeKm) profile.NearestHomeKm = (float)distance;
        if (profile.HomeMeasuredDay == 0) profile.HomeMeasuredDay = step.Day;
        (profile.MeasuredLatitude, profile.MeasuredLongitude) = (place.Latitude, place.Longitude);
        profile.MeasuredNear = (ushort)(distance <= NearHomeKm ? 1 : 0);
        if (distance <= NearHomeKm) profile.NearHomeDay = Math.Max(profile.NearHomeDay, step.Day);
    }
}
