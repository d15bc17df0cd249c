using Streams.Synthetic.Geography;

namespace Streams.Synthetic.Work;

/// <summary>Build bots and backup jobs: round the clock, from a data centre, without a person.</summary>
internal static class Machinery
{
    public static void Write(Diary diary)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var zone = new Zone("Etc/UTC", 0, ClockChange.None);
        var spot = new Spot(AddressPlan.BuildServer(who.Index % 30), null, zone);
        var midnight = zone.ToUtc(diary.Day, 0);
        for (var i = 0; i < 12; i++)
            diary.Sso(midnight + i * 7_200_000 + dice.Below(60_000), Deed.Token, spot, null, null, "Backup job");
        if (!who.Developer) return;
        for (var i = 0; i < 30; i++)
            diary.Code(midnight + (long)(dice.Unit() * 86_390_000), Deed.Fetch, spot, who.Laptop, dice.Pick(who.Repos));
        var time = midnight + 4 * 3_600_000 + dice.Below(3_600_000);
        CodeWork.Push(diary, time, zone, spot, who.Laptop, dice.Pick(who.Repos), "chore(release): nightly build [skip ci]");
    }
}
