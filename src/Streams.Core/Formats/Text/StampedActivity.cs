using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>Gives an activity the time of a stamp or of a syslog header.</summary>
internal static class StampedActivity
{
    public static bool Apply(Activity activity, in LogStamp stamp, SourceSettings source)
    {
        if (!stamp.ToUnixMs(source, source.ReceivedMs, out var time, out var quality)) return false;
        activity.Time = time;
        activity.TimeOffset = stamp.WrittenOffset;
        activity.TimeQuality = quality;
        return true;
    }

    public static bool Apply(Activity activity, in SyslogHeader header)
    {
        if (!header.HasTime) return false;
        activity.Time = header.Time;
        activity.TimeOffset = header.Offset;
        activity.TimeQuality = header.Quality;
        return true;
    }
}
