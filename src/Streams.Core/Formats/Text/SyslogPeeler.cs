using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// Takes syslog headers off a line: optional priority, RFC 5424 with structured data, RFC 3164, and what firewalls
/// write in
/// their place. Relays stack headers, so up to four are taken. A body that starts with <c>%ASA-</c>, <c>CEF:</c> or the
/// like is never taken for a host or a program.
/// </summary>
public static class SyslogPeeler
{
    // Pulse lines carry three; one more for a site's own relay.
    private const int HeadersMax = 4;

    /// <summary>
    /// Returns the bytes that headers took, 0 if there is none. Host and program are the innermost ones written; the
    /// time is
    /// the innermost one. The year of a stamp without one is told by receipt, else by an outer header, else by the
    /// first
    /// dated stamp in the line; failing all three the header has no time, since any year would be invented.
    /// </summary>
    public static int Peel(ReadOnlySpan<byte> record, SourceSettings source, byte[] buffer, int start, out SyslogHeader header)
    {
        header = new SyslogHeader(0, Activity.NoOffset, TimeQuality.Vendor, default, default);
        var at = OctetCount(record);
        var taken = 0;
        for (var i = 0; i < HeadersMax; i++)
        {
            var peeled = HeaderShape.Read(record, at);
            if (peeled.End == at) break;
            at = taken = peeled.End;
            header = Merge(header, peeled, record, source, buffer, start);
        }

        return taken;
    }

    private static SyslogHeader Merge(
        SyslogHeader outer, in HeaderShape inner, ReadOnlySpan<byte> record, SourceSettings source, byte[] buffer, int start)
    {
        var host = inner.HostLength > 0 ? new Utf8Text(buffer, start + inner.HostStart, inner.HostLength) : outer.Host;
        var app = inner.AppLength > 0 ? new Utf8Text(buffer, start + inner.AppStart, inner.AppLength) : outer.App;
        if (inner.HasStamp)
        {
            var reference = source.ReceivedMs;
            if (inner.Stamp.Year == 0 && !inner.Stamp.IsEpoch)
            {
                if (outer.HasTime && outer.Quality != TimeQuality.GuessedYear) reference = outer.Time;
                else if (reference == 0) reference = LogStampReader.FirstDatedMs(record);
            }

            if (inner.Stamp.ToUnixMs(source, reference, out var time, out var quality) && time != 0)
                return new SyslogHeader(time, inner.Stamp.WrittenOffset, quality, host, app);
        }

        return outer with { Host = host, App = app };
    }

    // RFC 6587 framing that a collector left in: "123 <14>…".
    private static int OctetCount(ReadOnlySpan<byte> record)
    {
        var at = 0;
        while (at < record.Length && at < 7 && record[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at > 0 && at + 2 < record.Length && record[at] == ' ' && record[at + 1] == '<' ? at + 1 : 0;
    }
}
