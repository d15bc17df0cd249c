using Streams.Core.Alerts;
using Streams.Webhooks.Options;

namespace Streams.Webhooks.Delivery;

/// <summary>Says whether a message may go now or until when it waits: quiet hours, maintenance, rate.</summary>
internal sealed class Gate(DestinationOptions destination, IReadOnlyList<MaintenanceWindow> maintenance)
{
    private readonly Queue<long> _passed = [];

    /// <summary>Null: it passes, and counts against the rate.</summary>
    public (long Until, string Reason)? HoldUntil(string disposition, long now)
    {
        if (WindowEnd(disposition, now) is { } end) return (end, IsMaintained(disposition, now) ? "maintenance" : "quiet_hours");
        var rate = destination.Rate;
        while (_passed.TryPeek(out var oldest) && oldest <= now - (long)rate.Per.TotalMilliseconds) _passed.Dequeue();
        if (_passed.Count >= rate.Max) return (now + (long)rate.DigestEvery.TotalMilliseconds, "rate");
        _passed.Enqueue(now);
        return null;
    }

    private bool IsMaintained(string disposition, long now) => maintenance.Any(window => window.EndIfCovers(
        destination.Name, DateTimeOffset.FromUnixTimeMilliseconds(now), disposition == Disposition.Page) is not null);

    /// <summary>The end of the quiet time that covers now, or null. Windows may follow each other without a gap.</summary>
    public long? WindowEnd(string disposition, long now)
    {
        const int chained = 8;
        var isPage = disposition == Disposition.Page;
        var begin = DateTimeOffset.FromUnixTimeMilliseconds(now);
        var end = begin;
        for (var i = 0; i < chained; i++)
        {
            var next = maintenance.Select(window => window.EndIfCovers(destination.Name, end, isPage))
                .Concat(destination.QuietHours.Select(hours => hours.EndIfCovers(end, isPage)))
                .Max();
            if (next is not { } later || later <= end) break;
            end = later;
        }

        return end > begin ? end.ToUnixTimeMilliseconds() : null;
    }
}
