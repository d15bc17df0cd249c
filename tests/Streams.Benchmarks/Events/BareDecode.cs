using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Benchmarks.Events;

/// <summary>
/// The whole decoder (checks, recognition, unwrapping, mapping, plausibility, event key) into a sink that only counts.
/// </summary>
internal sealed class BareDecode : IDecodeSink
{
    private readonly Decoder _decoder = new();

    public int Decoded { get; private set; }

    public int Refused { get; private set; }

    public void Over(Corpus corpus)
    {
        for (var i = 0; i < corpus.Count; i++)
        {
            var (start, length) = corpus[i];
            _decoder.Decode(corpus.Bytes, start, length, SourceSettings.Default, this);
        }
    }

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        if (result.Status == DecodeStatus.Decoded) Decoded++;
        if (result.Status is DecodeStatus.Quarantined or DecodeStatus.NotMine) Refused++;
    }
}
