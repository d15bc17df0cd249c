using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>Records reach the logs out of order: seconds always, and hours where a collector was down.</summary>
internal static class Delays
{
    public static void Apply(Happening happening)
    {
        if (happening.Arrival is not null) return;
        var dice = Dice.For(happening.Id, 0xDE1A);
        var delay = dice.Below(20_000) + (dice.Chance(0.03) ? dice.Below(240_000) : 0);
        // One FortiGate's collector is down for three hours on every 20th of a month.
        if (happening.Who.Vpn == Vpn.FortiGate && happening.Deed <= Deed.VpnEnd)
        {
            var time = DateTimeOffset.FromUnixTimeMilliseconds(happening.Time);
            if (time.Day == 20 && time.Hour is >= 9 and < 12) delay += 3 * 3_600_000;
        }

        happening.Arrival = happening.Time + delay;
    }
}
