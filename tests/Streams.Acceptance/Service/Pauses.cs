using Confluent.Kafka;
using Streams.Runtime.Frames;

namespace Streams.Acceptance.Service;

/// <summary>
/// When frames of each source partition were written to the first shard: the longest silences tell how long work stood
/// still.
/// </summary>
internal sealed class Pauses
{
    private readonly Dictionary<int, List<long>> _times = [];

    public static Pauses Read(string bootstrap, string flow)
    {
        var pauses = new Pauses();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "pauses", EnablePartitionEof = true })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(flow, 0, Offset.Beginning));
        while (consumer.Consume(TimeSpan.FromSeconds(10)) is { IsPartitionEOF: false } record)
        {
            if (FrameHeader.Open(record.Message.Value) != FrameKind.Events) continue;
            var source = BitConverter.ToInt32(record.Message.Value, FrameHeader.Size);
            if (!pauses._times.TryGetValue(source, out var times)) pauses._times.Add(source, times = []);
            times.Add(record.Message.Timestamp.UnixTimestampMs);
        }

        return pauses;
    }

    /// <summary>The longest pause of each of the six busiest sources, ms: a quiet one is silent by nature.</summary>
    public IReadOnlyList<long> Longest(long from, long to) =>
    [
        .. _times.Values.OrderByDescending(times => times.Count).Take(6).Select(times =>
        {
            var inside = times.Where(time => time >= from && time <= to).Prepend(from).ToList();
            return inside.Zip(inside.Skip(1), (one, next) => next - one).DefaultIfEmpty(to - from).Max();
        }).Order(),
    ];

    public string Between(long from, long to)
    {
        var worst = Longest(from, to);
        return worst.Count == 0 ? "no frames" : $"longest pause of the six busiest sources: median {worst[worst.Count / 2]} ms, worst {worst[^1]} ms";
    }
}
