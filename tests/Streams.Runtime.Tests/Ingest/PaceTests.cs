using System.Text;
using Streams.Core.Enrichment;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Tests.Scenarios;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Ingest;

/// <summary>A backlog of twenty days: an event a minute in one source, one in two hours in the other.</summary>
public sealed class PaceTests
{
    private const int Days = 20, Dense = 0, Sparse = 1;
    private const long LatenessMs = 15 * 60_000, HourMs = 3_600_000;
    private readonly SeededRuntime _runtime = new(7, startMs: Ms(At(30, 0)));

    [Fact]
    public void Without_it_a_sparse_source_is_read_to_its_end_at_once() => FurthestAhead(null).ShouldBeGreaterThan(5 * 24 * HourMs);

    [Fact]
    public void Beyond_the_bound_nobody_is_further_ahead_than_lateness_and_one_record() =>
        FurthestAhead(new Pace(waitingMax: 0, long.MaxValue, LatenessMs)).ShouldBeInRange(HourMs, LatenessMs + (2 * HourMs));

    [Fact]
    public void Memory_that_is_short_is_the_same_as_too_much_that_waits() =>
        FurthestAhead(new Pace(long.MaxValue, memoryMax: 0, LatenessMs)).ShouldBeInRange(HourMs, LatenessMs + (2 * HourMs));

    [Fact]
    public void Below_the_bound_everybody_is_read_as_fast_as_it_goes() =>
        FurthestAhead(new Pace(long.MaxValue, long.MaxValue, LatenessMs)).ShouldBeGreaterThan(5 * 24 * HourMs);

    [Fact]
    public void A_shard_that_went_elsewhere_holds_nobody_up()
    {
        var pace = new Pace(waitingMax: 100, long.MaxValue, LatenessMs);
        pace.Limit().ShouldBe(long.MaxValue);
        pace.Stands(0, 5_000, waiting: 130);
        pace.Stands(1, 7_000, waiting: 20);
        pace.Limit().ShouldBe(7_000 + LatenessMs, "as far as the shard that is furthest on has seen all sources come");
        pace.Forget(0);
        pace.Limit().ShouldBe(long.MaxValue);
    }

    [Fact]
    public void The_more_waits_the_less_far_ahead_a_source_is_read()
    {
        var pace = new Pace(waitingMax: 100, long.MaxValue, LatenessMs);
        long[] limits = [.. new[] { 25, 100, 110, 125, 149, 150 }.Select(waiting =>
        {
            pace.Stands(0, 7_000, waiting);
            return pace.Limit() - 7_000;
        })];
        limits.Take(2).ShouldAllBe(limit => limit == 24 * HourMs);
        limits.Skip(1).ShouldBe(limits.Skip(1).OrderDescending().Distinct());
        limits[^1].ShouldBe(LatenessMs);
    }

    /// <summary>How far the sparse source was ahead of the other where it was most; all of both was read then.</summary>
    private long FurthestAhead(Pace? pace)
    {
        var context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = Tables.Empty },
            SourceNames = new Scenario(),
            Sources = [Dense, Sparse],
            Shard = new ShardSettings { LatenessMs = LatenessMs },
            Pace = pace,
        };
        var log = (MemoryLog)_runtime.Log;
        _runtime.Spawn("shard", () => new ShardActor(0, context, new ShardCounters()));
        var ingest = new IngestSettings { LingerMs = 100, IdleAfterMs = 60_000 };
        foreach (var (source, stepHours) in new[] { (Dense, 1 / 60d), (Sparse, 2d) })
        {
            var partition = new Partition("source", source);
            for (var hour = 0d; hour < Days * 24; hour += stepHours)
                log.Append(partition, Encoding.UTF8.GetBytes(Okta(At(1, hour), source == Dense ? Ana : Bob, "203.0.113.7")));
            _runtime.Spawn($"ingest-{source}", () => new SourceIngest(new SourcePartition(source, partition), context, ingest));
        }

        var spread = new Spread(context.Topology.Shard(0));
        _runtime.Spawn("spread", () => spread);
        for (var turns = 0; spread.Watermarks.Min() < Ms(At(Days, 22)); turns++)
        {
            turns.ShouldBeLessThan(100_000, "it does not come to the end");
            _runtime.Pass(100);
            for (var i = 0; i < 20; i++) _runtime.Step();
        }

        return spread.Furthest;
    }

    /// <summary>Reads what a shard reads.</summary>
    private sealed class Spread(Partition flow) : IActor
    {
        public long[] Watermarks { get; } = [Ms(At(1, 0)), Ms(At(1, 0))];

        public long Furthest { get; private set; }

        public void Start(IActorContext context) => context.Log.Subscribe(flow, 0, context.Self);

        public void Receive(in Message message, IActorContext context)
        {
            foreach (var record in message.Batch?.Records ?? [])
            {
                if (FrameHeader.Open(record) != FrameKind.Events) continue;
                var coverage = new EventFrameReader(record.Buffer, record.Start, record.Length, record.Part).Coverage;
                if (coverage.Watermark != Coverage.NoWatermark) Watermarks[coverage.Source] = coverage.Watermark;
                Furthest = Math.Max(Furthest, Watermarks[Sparse] - Watermarks[Dense]);
            }
        }
    }
}
