using Streams.Synthetic.Geography;

namespace Streams.Synthetic.Work;

/// <summary>The hours of one working day in local minutes after midnight (beyond 1440 is the next morning).</summary>
internal sealed record Hours(Zone Zone, DateOnly Day, double Start, double End, double Lunch, double LunchMinutes)
{
    public double LunchEnd => Lunch + LunchMinutes;

    public long At(double minute) => Zone.ToUtc(Day, minute);

    /// <summary>A moment at the keyboard, with seconds.</summary>
    public long Busy(ref Dice dice) => At(BusyMinute(ref dice));

    public double BusyMinute(ref Dice dice)
    {
        var minute = Start + 6 + dice.Unit() * Math.Max(10, End - Start - LunchMinutes - 10);
        return minute > Lunch ? minute + LunchMinutes : minute;
    }
}
