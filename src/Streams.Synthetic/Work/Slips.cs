using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// The relay drops for a few minutes and the operator signs in from where they really are, with the session and the
/// device that the
/// helper's home line also shows: home, abroad, home within half an hour.
/// </summary>
internal static class Slips
{
    private static readonly string[] Bases = ["Shenyang", "Vladivostok", "Vientiane"];

    /// <summary>
    /// Sign-ins and applications an account has on a working day, about: turns a share of events into a chance a day.
    /// </summary>
    private const int EventsADay = 8;

    public static void Write(Diary diary, CompanyOptions options)
    {
        var who = diary.Who;
        if (who.Scheme is not { SlipShare: > 0 } scheme) return;
        if (diary.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return;
        ref var dice = ref diary.Dice;
        // One slip is certain, so that even the most careful operator can be found in a short run.
        var certain = diary.Day == options.Start.AddDays(options.Days / 3 / 7 * 7 + 2);
        if (!dice.Chance(scheme.SlipShare * EventsADay) && !certain) return;
        var abroad = Cities.Named(Bases[who.Index % Bases.Length]);
        var home = new Spot(who.Line, who.Home, who.Home.Zone);
        var slip = new Spot(AddressPlan.Home(abroad, 400 + who.Index % 3), abroad, who.Home.Zone);
        var time = home.Zone.ToUtc(diary.Day, 10 * 60 + dice.Below(330));
        var session = "102" + dice.Opaque(22);
        diary.Sso(time, Deed.App, home, who.Laptop, session, "Jira");
        diary.Malicious = true;
        WorkDay.SignIn(diary, time + 240_000 + dice.Below(420_000), slip, who.Laptop, session);
        diary.Malicious = false;
        diary.Sso(time + 900_000 + dice.Below(600_000), Deed.App, home, who.Laptop, session, "Jira");
    }
}
