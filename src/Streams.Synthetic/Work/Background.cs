using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// What machines do without their people: token refreshes at all hours, a phone that looks for mail on a Sunday.
/// </summary>
internal static class Background
{
    public static void Write(Diary diary)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var home = Whereabouts.Of(ref dice, who, diary.Day);
        var midnight = home.Zone.ToUtc(diary.Day, 0);
        var refreshes = 1 + dice.Count(1.6);
        for (var i = 0; i < refreshes; i++)
        {
            var time = midnight + (long)(dice.Unit() * 86_340_000);
            var phone = dice.Chance(0.4) && who.Scheme is null && !home.Inside;
            // Offices are empty at night; the laptop is at home then.
            var spot = phone ? Whereabouts.OfPhone(ref dice, who, home)
                : home.Inside ? new Spot(who.Line, who.Home, who.Home.Zone) : home;
            diary.Sso(time, Deed.Token, spot, phone ? who.Phone : who.Laptop, null, phone ? "Outlook Mobile" : "Microsoft Teams");
        }

        var weekend = diary.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        if (weekend && who.Scheme is null && who.IsPerson && dice.Chance(0.2))
            diary.Sso(home.Zone.ToUtc(diary.Day, 600 + dice.Below(660)), Deed.App, Whereabouts.OfPhone(ref dice, who, home), who.Phone, null, "Slack");
    }
}
