using Shouldly;
using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Tests.Logs;

public sealed class MemoryLogTests
{
    private static readonly Partition Flow = new(Topics.Flow, 0);

    [Fact]
    public void Bytes_are_lent_to_the_only_reader()
    {
        var (seen, _) = Read(readers: 1, retain: false);
        seen.Count.ShouldBe(1);
        seen.ShouldAllBe(record => record.IsLent);
    }

    [Fact]
    public void What_two_read_or_the_log_keeps_is_lent_to_nobody()
    {
        Read(readers: 2, retain: false).Seen.ShouldAllBe(record => !record.IsLent);
        Read(readers: 1, retain: true).Seen.ShouldAllBe(record => !record.IsLent);
    }

    [Fact]
    public void A_batch_gives_its_bytes_back_once()
    {
        var (seen, batches) = Read(readers: 1, retain: false);
        foreach (var batch in batches)
        {
            batch.Return();
            batch.Records.ShouldBeEmpty();
        }

        seen.ShouldNotBeEmpty();
    }

    private static (List<LogRecord> Seen, List<LogBatch> Batches) Read(int readers, bool retain)
    {
        var runtime = new SeededRuntime(1, r => new MemoryLog(r, new MemoryLogOptions { Retain = retain }));
        var reader = new Reader();
        for (var i = 0; i < readers; i++) runtime.Spawn($"reader-{i}", () => reader);
        runtime.Log.Append(Flow, new byte[4000]);
        runtime.RunUntilIdle(CancellationToken.None);
        return (reader.Seen, reader.Batches);
    }

    private sealed class Reader : IActor
    {
        public List<LogRecord> Seen { get; } = [];

        public List<LogBatch> Batches { get; } = [];

        public void Start(IActorContext context) => context.Log.Subscribe(Flow, 0, context.Self);

        public void Receive(in Message message, IActorContext context)
        {
            if (message.Batch is not { } batch) return;
            Seen.AddRange(batch.Records);
            Batches.Add(batch);
        }
    }
}
