using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// Schemes with a date: the account that wakes, the leaver who takes the repositories along, the listed wallet.
/// </summary>
internal static class Lifecycle
{
    /// <summary>A dormant account works for its first days, then rests until its scheme starts.</summary>
    public static bool IsAsleep(Diary diary, CompanyOptions options)
    {
        if (diary.Who.Scheme is not { Family: Family.DormantBurst, From: { } wakes }) return false;
        if (diary.Day >= wakes)
        {
            Burst(diary);
            return true;
        }

        return diary.Day >= options.Start.AddDays(Math.Min(5, options.Days / 4));
    }

    public static void Write(Diary diary, CompanyOptions options)
    {
        var who = diary.Who;
        if (who.Scheme is not { From: { } from } scheme || diary.Day < from) return;
        ref var dice = ref diary.Dice;
        diary.Malicious = true;
        var spot = new Spot(who.Line, who.Home, who.Home.Zone);
        if (scheme.Family == Family.Exfiltration)
        {
            var time = spot.Zone.ToUtc(diary.Day, 20 * 60 + dice.Below(60));
            for (var i = 0; i < 14; i++)
            {
                var repo = $"corp/{(i % 2 == 0 ? "platform" : "data")}-vault{diary.Day.DayNumber % 5 * 14 + i}";
                diary.Code(time + i * 19_000, i % 5 == 4 ? Deed.Download : Deed.Clone, spot, who.Laptop, repo);
            }
        }
        else if (scheme.WalletInCommit is { } wallet && diary.Day.DayNumber % 3 == 0)
        {
            CodeWork.Push(diary, spot.Zone.ToUtc(diary.Day, 16 * 60 + dice.Below(50)), spot.Zone, spot, who.Laptop, dice.Pick(who.Repos), $"Add donation address {wallet} to footer");
        }

        diary.Malicious = false;
    }

    /// <summary>A machine and a line that the account never had, and far more than it ever did.</summary>
    private static void Burst(Diary diary)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var fresh = Dice.For(0xB0057, (ulong)who.Index);
        var machine = Device.Laptop(ref fresh, managed: false);
        var city = Cities.Named("Atlanta");
        var spot = new Spot(AddressPlan.SharedResidential(city, 1), city, who.Home.Zone);
        diary.Malicious = true;
        var hours = new Hours(spot.Zone, diary.Day, 9 * 60, 18 * 60, 13 * 60, 40);
        var session = "102" + dice.Opaque(22);
        for (var i = 0; i < 3; i++) WorkDay.SignIn(diary, hours.Busy(ref dice), spot, machine, session);
        for (var i = 0; i < 12; i++) diary.Code(hours.Busy(ref dice), Deed.Clone, spot, machine, $"corp/platform-vault{i}");
        for (var i = 0; i < 8; i++) CodeWork.Push(diary, hours.Busy(ref dice), spot.Zone, spot, machine, dice.Pick(who.Repos));
        diary.Malicious = false;
    }
}
