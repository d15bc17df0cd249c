using System.Globalization;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;
using Decoder = Streams.Core.Formats.Decoder;

namespace Streams.Core.Tests.Formats;

public sealed class DecoderAllocationTests
{
    [Fact]
    public void Decoding_varied_events_allocates_nothing_once_warm()
    {
        var records = Enumerable.Range(0, 500).Select(Varied).ToArray();
        var decoder = new Decoder();
        var sink = new Nothing();
        for (var i = 0; i < 2; i++) DecodeAll(decoder, records, sink);
        sink.Decoded.ShouldBe(records.Length * 2);

        Allocations.Of(() =>
        {
            for (var i = 0; i < 20; i++) DecodeAll(decoder, records, sink);
        }).ShouldBe(0);
    }

    private static void DecodeAll(Decoder decoder, byte[][] records, Nothing sink)
    {
        foreach (var record in records) decoder.Decode(record, 0, record.Length, SourceSettings.Default, sink);
    }

    private static byte[] Varied(int i)
    {
        var time = DateTime.UnixEpoch.AddSeconds(1_772_000_000 + i).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var more = $$$"""
            ,"device":{"id":"d{{{i % 7}}}","managed":{{{(i % 2 == 0 ? "true" : "false")}}}},"request":{"ipChain":[{"ip":"10.0.0.{{{i % 250}}}"},{"ip":"2001:db8::{{{i:x}}}"}]},
            "authenticationContext":{"rootSessionId":"s{{{i}}}"},"debugContext":{"debugData":{"dtHash":"h\u00e4{{{i}}}","tunnels":"[{\"operator\":\"RELAY_{{{i % 3}}}\"}]"}},
            "target":[{"type":"AppInstance","alternateId":"App {{{i % 5}}}"},{"type":"AuthenticatorEnrollment","displayName":"Okta Verify","id":"pfd{{{i}}}"}]
            """;
        return Encoding.UTF8.GetBytes(DecoderTests.Okta($"k{i}", more, time));
    }

    private sealed class Nothing : IDecodeSink
    {
        public int Decoded { get; private set; }

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
        {
            if (result.Status == DecodeStatus.Decoded) Decoded++;
        }
    }
}
