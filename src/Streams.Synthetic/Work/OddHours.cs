using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>Honest work at dishonest hours: on-call nights, sleepless people, coding agents.</summary>
internal static class OddHours
{
    public static void Write(Diary diary)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var spot = Whereabouts.Of(ref dice, who, diary.Day);
        if (who.OnCall.Exists(duty => duty.Holds(diary.Day)) && dice.Chance(0.35))
            Night(diary, spot, 20 + dice.Below(330), 2 + dice.Below(3));
        if (who.Has(Quirk.Insomniac) && dice.Chance(0.14)) Night(diary, spot, 60 + dice.Below(240), 1);
        if (who.Has(Quirk.Agent)) Agents(diary, spot);
        if (who.HardCases.Contains("helpdesk-enrolment")) Enrol(diary, spot);
    }

    /// <summary>Paged out of bed: a sign-in and a few minutes of work.</summary>
    private static void Night(Diary diary, Spot spot, int minute, int uses)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var home = spot.Inside ? new Spot(who.Line, who.Home, spot.Zone) : spot;
        var time = home.Zone.ToUtc(diary.Day, minute);
        var session = "102" + dice.Opaque(22);
        WorkDay.SignIn(diary, time, home, who.Laptop, session);
        for (var i = 0; i < uses; i++)
            diary.Sso(time + 90_000 + dice.Below(1_200_000), Deed.App, home, who.Laptop, session, "Datadog");
    }

    /// <summary>Agents commit at all hours under the developer's login, and say so in their trailers.</summary>
    private static void Agents(Diary diary, Spot spot)
    {
        ref var dice = ref diary.Dice;
        var pushes = 3 + dice.Below(8);
        for (var i = 0; i < pushes; i++)
        {
            var time = spot.Zone.ToUtc(diary.Day, dice.Unit() * 1439);
            CodeWork.PushOfAgent(diary, time, spot, dice.Pick(diary.Who.Repos));
        }
    }

    /// <summary>One afternoon the helpdesk sets up both new phones at its bench, half an hour apart.</summary>
    private static void Enrol(Diary diary, Spot spot)
    {
        var who = diary.Who;
        if (diary.Day.DayOfWeek != DayOfWeek.Tuesday || diary.Day.DayNumber / 7 % 3 != 1) return;
        var bench = Dice.For(0xBE4C4, (ulong)diary.Day.DayNumber);
        var device = Device.Laptop(ref bench) with { Name = "HELPDESK-BENCH" };
        diary.Sso(Afternoon(diary), Deed.Enrol, spot, device, null, factor: who.Factor);
    }

    /// <summary>The bench has one clock, whatever the zone of the person.</summary>
    private static long Afternoon(Diary diary) =>
        new DateTimeOffset(diary.Day.ToDateTime(new TimeOnly(15, 0)), TimeSpan.Zero)
            .ToUnixTimeMilliseconds() + diary.Who.Index % 2 * 1_500_000;
}
