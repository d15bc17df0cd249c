using Streams.Core.Activities;
using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>Days in the air.</summary>
internal static class Journeys
{
    /// <summary>First and last day of a long journey are spent under way, without work.</summary>
    public static bool IsOnTheWay(Diary diary) =>
        !diary.Who.Has(Quirk.Conference) && diary.Who.On(diary.Day) is { } journey
            && (journey.When.From == diary.Day || journey.When.To == diary.Day);

    /// <summary>The first day of a journey on the aeroplane's wifi.</summary>
    public static bool Flies(Diary diary)
    {
        var who = diary.Who;
        if (who.On(diary.Day) is not { } journey || journey.When.From != diary.Day) return false;
        ref var dice = ref diary.Dice;
        var cabin = new Spot(AddressPlan.InFlight(dice.Below(200)), null, who.Home.Zone);
        var session = "102" + dice.Opaque(22);
        var time = who.Home.Zone.ToUtc(diary.Day, 13 * 60 + dice.Below(60));
        WorkDay.SignIn(diary, time, cabin, who.Laptop, session);
        for (var i = 0; i < 4; i++)
            diary.Sso(time + 120_000 + dice.Below(7_200_000), Deed.App, cabin, who.Laptop, session, "Slack");
        return true;
    }
}
