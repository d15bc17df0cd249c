using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Acceptance.Service;

/// <summary>When a collector would have sent a record: with the newest event in it.</summary>
internal sealed class SendTimes : IDecodeSink
{
    private readonly Streams.Core.Formats.Decoder _decoder = new();
    private long _newest = long.MinValue;

    /// <summary>A record without a time goes with the one before it.</summary>
    public long Of(byte[] record)
    {
        var before = _newest;
        _newest = long.MinValue;
        var settings = SourceSettings.Default with { ReceivedMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() };
        _decoder.Decode(record, 0, record.Length, settings, this);
        if (_newest == long.MinValue) _newest = before;
        return _newest;
    }

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        if (result.Status is DecodeStatus.Decoded or DecodeStatus.Ignored) _newest = Math.Max(_newest, activity.Time);
    }
}
