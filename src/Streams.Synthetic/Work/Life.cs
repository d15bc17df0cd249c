using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// Everything that an account does on one day: its work, its machines' background noise, and what is odd about it.
/// </summary>
internal static class Life
{
    public static void Write(Diary diary, CompanyOptions options)
    {
        var who = diary.Who;
        if (!who.Employed(diary.Day)) return;
        if (who.Has(Quirk.Automaton))
        {
            Machinery.Write(diary);
            return;
        }

        Background.Write(diary);
        if (who.Away(diary.Day)) return;
        // A scheme that shows all the time shows in every event; the others say themselves when they act.
        diary.Malicious = who.Scheme is { From: null, SlipShare: 0 };
        if (Lifecycle.IsAsleep(diary, options)) return;
        if (who.Has(Quirk.InFlight) && Journeys.Flies(diary)) return;
        if (Journeys.IsOnTheWay(diary)) return;
        foreach (var hands in who.Crew) WorkDay.Write(diary, hands);
        OddHours.Write(diary);
        Lifecycle.Write(diary, options);
        Slips.Write(diary, options);
    }
}
