using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// The tunnel of a day: start with a proof, heartbeats, sometimes a night with reconnects of a sleeping laptop.
/// </summary>
internal static class VpnSession
{
    public static void Write(Diary diary, Hours times, Spot spot, Device laptop)
    {
        ref var dice = ref diary.Dice;
        var start = times.At(times.Start);
        var session = dice.Hex(12);
        if (dice.Chance(0.02)) diary.Vpn(start - 21_000, Deed.VpnDenied, spot, laptop, session);
        diary.Vpn(start, Deed.VpnStart, spot, laptop, session);
        diary.Vpn(start + 3_000 + dice.Below(4_000), Deed.VpnHeartbeat, spot, laptop, session);
        if (dice.Chance(0.4)) diary.Vpn(times.Busy(ref dice), Deed.VpnHeartbeat, spot, laptop, session);
        if (dice.Chance(0.12)) diary.Vpn(times.At(times.LunchEnd), Deed.VpnResume, spot, laptop, session, proven: false, old: spot.Ip);

        if (dice.Chance(0.1))
        {
            // The lid stays open: the client reconnects by itself through the night and is closed before the next
            // morning's work.
            var wakes = 1 + dice.Below(3);
            for (var i = 0; i < wakes; i++)
                diary.Vpn(times.At(times.End + 60 + dice.Unit() * 420), Deed.VpnResume, spot, laptop, session, proven: false, old: spot.Ip);
            var end = times.At(times.End + 500 + dice.Below(60));
            diary.Vpn(end, Deed.VpnEnd, spot, laptop, session, (int)((end - start) / 1000));
        }
        else
        {
            var end = times.At(times.End + 2 + dice.Below(12));
            diary.Vpn(end, Deed.VpnEnd, spot, laptop, session, (int)((end - start) / 1000));
        }
    }
}
