using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// An ordinary day of one pair of hands: VPN, sign-in, second factor, applications, code, a late check of messages.
/// </summary>
internal static class WorkDay
{
    private static readonly string[] Apps = ["Jira", "Slack", "Google Drive", "Confluence", "Workday", "Zoom", "Salesforce", "Datadog", "Figma", "ServiceNow"];

    public static void Write(Diary diary, Operator hands)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var weekend = diary.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        // Illness: about nine days a year.
        var works = weekend ? dice.Chance(hands.Weekends) : !dice.Chance(0.035);
        if (!works) return;

        var spot = Whereabouts.Of(ref dice, who, diary.Day);
        var zone = hands.LaterStart != 0 || who.Scheme is { Family: Family.TwoShift or Family.ThreeShift } ? hands.Zone : spot.Zone;
        var start = hands.StartMinute + dice.Bell() * hands.Jitter;
        var length = weekend ? 60 + dice.Below(150) : hands.Hours * 60 + dice.Bell() * 35;
        var times = new Hours(zone, diary.Day, start, start + length, start + length * 0.45 + dice.Bell() * 15, 35 + dice.Below(30));
        var laptop = hands.Laptop ?? who.Laptop;

        var sso = OpenSession(diary, times, spot, laptop);
        UseApps(diary, times, sso, laptop);
        if (who.Developer)
        {
            CodeWork.Write(diary, times, sso.Spot, laptop, hands.Share);
            // Editors poll while the laptop is awake; some never sleep, long after the tunnel is down.
            if (dice.Chance(0.12))
                diary.Code(times.At(times.End + 60 + dice.Unit() * 600), Deed.Fetch,
                    Seen(ref dice, who, AfterWork(who, spot), tunnel: false), laptop, dice.Pick(who.Repos));
        }

        Evening(diary, times, spot, laptop);
        Phone(diary, times, spot);
    }

    /// <summary>
    /// VPN first where there is one, then the sign-in: through the company's exit with a full tunnel, past it with a
    /// split one.
    /// </summary>
    private static (Spot Spot, string Session) OpenSession(Diary diary, Hours times, Spot spot, Device laptop)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var begin = times.At(times.Start);
        var session = "102" + dice.Opaque(22);
        var seen = Seen(ref dice, who, spot);
        if (who.Vpn != Vpn.None && !spot.Inside && !who.Has(Quirk.Proxy | Quirk.CloudDesktop))
        {
            VpnSession.Write(diary, times, spot, laptop);
            begin += 25_000 + dice.Below(170_000);
        }

        if (dice.Chance(0.02)) diary.Sso(begin - 14_000, Deed.LoginDenied, seen, laptop, null);
        SignIn(diary, begin, seen, laptop, session);
        if (dice.Chance(0.3)) SignIn(diary, times.At(times.LunchEnd + 2 + dice.Below(20)), seen, laptop, session);
        if (who.Has(Quirk.DualStack))
        {
            // Two families of addresses for one browser, seconds apart, that databases put in different places.
            var twin = seen with { Ip = AddressPlan.HomeV6(who.Home, who.LineNumber, laptop.Interface) };
            for (var i = 0; i < 2; i++) diary.Sso(begin + 20_000 + i * 9_000, Deed.App, twin, laptop, session, dice.Pick(Apps));
        }

        return (seen, session);
    }

    /// <summary>What the identity provider sees as the address.</summary>
    public static Spot Seen(ref Dice dice, Account who, Spot spot, bool tunnel = true)
    {
        if (spot.Inside) return spot;
        if (who.Has(Quirk.Proxy)) return new Spot(AddressPlan.ProxyExit(dice.Below(16)), null, spot.Zone);
        if (who.Has(Quirk.PrivateRelay) && dice.Chance(0.6))
            return new Spot(AddressPlan.PrivateRelay(who.Home, dice.Below(40)), who.Home, spot.Zone, Relay: "APPLE_ICLOUD_RELAY_PROXY");
        if (who.Has(Quirk.PrivacyVpn) && dice.Chance(0.1)) return new Spot(AddressPlan.ConsumerVpn(dice.Below(60)), null, spot.Zone);
        return tunnel && who.FullTunnel && who.Vpn != Vpn.None && spot.Relay is null && !who.Has(Quirk.CloudDesktop)
            ? new Spot(AddressPlan.VpnExit(who.Home.Longitude > -20, who.Index), null, spot.Zone)
            : spot;
    }

    public static void SignIn(Diary diary, long time, Spot seen, Device device, string session)
    {
        ref var dice = ref diary.Dice;
        diary.Sso(time, Deed.Login, seen, device, session);
        diary.Sso(time + 4_000 + dice.Below(22_000), Deed.Factor, seen, device, session, factor: diary.Who.Factor);
    }

    private static void UseApps(Diary diary, Hours times, (Spot Spot, string Session) sso, Device laptop)
    {
        ref var dice = ref diary.Dice;
        var uses = 1 + dice.Count(2.4);
        for (var i = 0; i < uses; i++)
            diary.Sso(times.Busy(ref dice), Deed.App, sso.Spot, laptop, sso.Session, dice.Pick(Apps));
        if (dice.Chance(0.2)) diary.Sso(times.At(times.End + 1), Deed.Logout, sso.Spot, laptop, sso.Session);
    }

    /// <summary>An hour after dinner, on some days: messages, sometimes a push.</summary>
    private static void Evening(Diary diary, Hours times, Spot spot, Device laptop)
    {
        ref var dice = ref diary.Dice;
        if (!dice.Chance(diary.Who.EveningShare)) return;
        var minute = times.End + 60 + dice.Below(110);
        var seen = Seen(ref dice, diary.Who, AfterWork(diary.Who, spot), tunnel: false);
        diary.Sso(times.At(minute), Deed.App, seen, laptop, null, dice.Pick(Apps));
    }

    /// <summary>Offices empty in the evening; whoever was there goes on at home.</summary>
    private static Spot AfterWork(Account who, Spot spot) => spot.Inside ? new Spot(who.Line, who.Home, spot.Zone) : spot;

    private static void Phone(Diary diary, Hours times, Spot spot)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        if (who.Scheme is not null || !dice.Chance(who.Has(Quirk.Roams) ? 0.9 : 0.3)) return;
        var uses = who.Has(Quirk.Roams) ? 3 : 1;
        for (var i = 0; i < uses; i++)
        {
            var mobile = Whereabouts.OfPhone(ref dice, who, spot);
            diary.Sso(times.Busy(ref dice), Deed.App, mobile, who.Phone, null, "Slack");
        }
    }
}
