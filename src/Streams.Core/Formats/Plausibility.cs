using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>What no honest record claims (architecture.md, Time).</summary>
internal static class Plausibility
{
    private const long Year2000 = 946_684_800_000;
    private const long AheadMax = 24 * 3_600_000L;

    /// <summary>An activity has a maximum size; no name, agent or id that means anything is longer.</summary>
    private const int TextBytesMax = 4096;

    public static DecodeResult Check(DecodeResult result, Activity activity, SourceSettings source)
    {
        if (activity.Kind == ActivityKind.Other) return DecodeResult.Ignored;
        if (activity.Time == Activity.NoTime) return DecodeResult.Quarantined("no time that can be read");
        if (activity.Time < Year2000) return Implausible(activity.Time, "is before 2000");
        if (source.ReceivedMs > 0 && activity.Time > source.ReceivedMs + AheadMax)
        {
            return Implausible(activity.Time, "is more than a day ahead of receipt");
        }

        DropImpossiblePlace(ref activity.VendorPlace);
        CutTexts(activity);
        return result;
    }

    private static DecodeResult Implausible(long ms, string why)
    {
        var text = ms is > TimeText.MinMs and < TimeText.MaxMs
            ? DateTime.UnixEpoch.AddMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)
            : ms.ToString(System.Globalization.CultureInfo.InvariantCulture) + " ms";
        return DecodeResult.Quarantined($"implausible time {text} {why}");
    }

    private static void DropImpossiblePlace(ref Place place)
    {
        if (!place.IsLocated) return;
        // 0/0 is how vendors write "unknown".
        var isPossible = Math.Abs(place.Latitude) <= 90 && Math.Abs(place.Longitude) <= 180
            && (place.Latitude != 0 || place.Longitude != 0);
        if (isPossible) return;
        place.Latitude = place.Longitude = 0;
        place.Flags &= ~PlaceFlags.Located;
    }

    private static void CutTexts(Activity activity)
    {
        for (var field = (TextField)0; field < TextField.Count; field++)
        {
            ref var text = ref activity[field];
            if (text.Length <= TextBytesMax) continue;
            var end = TextBytesMax;
            while (end > 0 && (text.Span[end] & 0xC0) == 0x80) end--;
            text = text.Slice(0, end);
        }
    }
}
