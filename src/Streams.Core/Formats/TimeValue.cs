using Streams.Core.Activities;

namespace Streams.Core.Formats;

public enum TimeZoneMark : byte
{
    /// <summary>No zone was written: <see cref="TimeValue.Ms"/> is local time counted as if it were UTC.</summary>
    None = 0,
    /// <summary>Z or UTC: the moment is exact, the writer's own offset is not known.</summary>
    Utc,
    /// <summary>A numeric offset.</summary>
    Offset,
}

/// <summary>A time as it was written.</summary>
public readonly record struct TimeValue(long Ms, short OffsetMinutes, TimeZoneMark Zone)
{
    /// <summary>
    /// The offset that was written, or <see cref="Activity.NoOffset"/>: Z says nothing of where the writer was.
    /// </summary>
    public short WrittenOffset => Zone == TimeZoneMark.Offset ? OffsetMinutes : Activity.NoOffset;

    /// <summary>The moment; a time without a zone is read in the source's, else as UTC and said so.</summary>
    public long ToUtc(SourceSettings source, bool isUtc, out TimeQuality quality)
    {
        quality = TimeQuality.Vendor;
        if (Zone != TimeZoneMark.None || isUtc) return Ms;
        if (source.Zone is { } zone && Ms is > TimeText.MinMs and < TimeText.MaxMs)
        {
            var local = DateTime.UnixEpoch.AddMilliseconds(Ms);
            var offset = zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));
            return Ms - (long)offset.TotalMilliseconds;
        }

        quality = TimeQuality.AssumedZone;
        return Ms;
    }

    /// <param name="isUtc">The vendor's documentation says that times without a zone are UTC.</param>
    public void Apply(Activity activity, SourceSettings source, bool isUtc = false)
    {
        activity.Time = ToUtc(source, isUtc, out var quality);
        activity.TimeQuality = quality;
        activity.TimeOffset = WrittenOffset;
    }
}
