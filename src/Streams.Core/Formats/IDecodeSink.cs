using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>Takes what a decoder makes of a record. All arguments are valid during the call only.</summary>
public interface IDecodeSink
{
    /// <param name="result">Decoded, ignored or quarantined.</param>
    /// <param name="activity">Filled if decoded or ignored, else cleared.</param>
    /// <param name="raw">The unwrapped record.</param>
    /// <param name="part">0 when the input held one record, else counted from 1.</param>
    void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part);
}
