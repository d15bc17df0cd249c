using System.Diagnostics;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;
using Activity = Streams.Core.Activities.Activity;
using Decoder = Streams.Core.Formats.Decoder;

namespace Streams.Core.Tests.Formats;

/// <summary>
/// Any bytes become a record or a quarantine: never an exception, always in bounded time. Seeded, so a failure repeats.
/// </summary>
public sealed class DecoderFuzzTests
{
    private const int MutationsEach = 12;

    [Fact]
    public void Mutated_samples_never_throw()
    {
        if (Shared.IsMissing) return;
        var random = new Random(20260302);
        var sink = new Counter();
        var decoder = new Decoder();
        var slowest = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories(Shared.Samples).Order(StringComparer.Ordinal))
        {
            foreach (var record in SampleRecords.Files(Path.GetFileName(folder)).SelectMany(SampleRecords.Read))
            {
                var original = Encoding.UTF8.GetBytes(record);
                for (var i = 0; i < MutationsEach; i++)
                {
                    var bytes = Mutate(original, random);
                    var before = sink.Count;
                    var watch = Stopwatch.StartNew();
                    decoder.Decode(bytes, 0, bytes.Length, SourceSettings.Default, sink);
                    if (watch.Elapsed > slowest) slowest = watch.Elapsed;
                    sink.Count.ShouldBeGreaterThan(before, Encoding.Latin1.GetString(bytes));
                }
            }
        }

        sink.MappingFailures.ShouldBeEmpty();
        // Far above what any record takes; it catches what does not end, on a busy machine too.
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(3);
        var sink = new Counter();
        var decoder = new Decoder();
        var bytes = new byte[300];
        for (var i = 0; i < 3000; i++)
        {
            var length = random.Next(bytes.Length);
            for (var j = 0; j < length; j++) bytes[j] = (byte)(i % 2 == 0 ? random.Next(256) : Alphabet[random.Next(Alphabet.Length)]);
            decoder.Decode(bytes, 0, length, SourceSettings.Default, sink);
        }

        sink.Count.ShouldBeGreaterThanOrEqualTo(3000);
        sink.MappingFailures.ShouldBeEmpty();
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        var times = random.Next(1, 4);
        for (var i = 0; i < times && bytes.Count > 2; i++)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(at, Nasty[random.Next(Nasty.Length)]); break;
                case 5: ReplaceValue(bytes, at, random); break;
                default: bytes[at] = (byte)"{}[]\":,\\0-e"[random.Next(11)]; break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Keeps the JSON whole and makes a value strange: what reaches the mappings.</summary>
    private static void ReplaceValue(List<byte> bytes, int at, Random random)
    {
        var colon = bytes.IndexOf((byte)':', at);
        if (colon < 0) return;
        var end = colon + 1;
        while (end < bytes.Count && bytes[end] is not ((byte)',' or (byte)'}' or (byte)']')) end++;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Values[random.Next(Values.Length)]);
    }

    private const string Alphabet = "{}[]\":,\\u0e1-.tfn \u001e<>%";

    private static readonly byte[][] Nasty =
    [
        [0], [0xC3, 0x28], [0xED, 0xA0, 0x80], "\\ud800"u8.ToArray(), "1e999"u8.ToArray(), "\uFEFF"u8.ToArray(), "\u001e"u8.ToArray(),
        "[[[[[[[["u8.ToArray(), "999999999999999999999999"u8.ToArray(), "\\u0000"u8.ToArray(), "\r\n"u8.ToArray(),
    ];

    private static readonly byte[][] Values =
    [
        "null"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(), "1e999"u8.ToArray(), "-1"u8.ToArray(), "\"\""u8.ToArray(),
        "\"\\ud800\""u8.ToArray(), "true"u8.ToArray(), "9999999999999999999"u8.ToArray(), "\"9999-12-31T23:59:59-12:00\""u8.ToArray(),
        "\"[{\""u8.ToArray(), "\"0001-01-01T00:00:00+14:00\""u8.ToArray(), "[[]]"u8.ToArray(), "\"\\\\\""u8.ToArray(), "\"::\""u8.ToArray(),
    ];

    private sealed class Counter : IDecodeSink
    {
        public int Count { get; private set; }

        public List<string> MappingFailures { get; } = [];

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
        {
            Count++;
            if (result.Status == DecodeStatus.Quarantined) result.Reason.ShouldNotBeNullOrEmpty();
            if (result.Reason?.Contains("the mapping failed", StringComparison.Ordinal) == true && MappingFailures.Count < 10)
            {
                MappingFailures.Add(result.Reason + " in " + Encoding.UTF8.GetString(raw.Span));
            }
        }
    }
}
