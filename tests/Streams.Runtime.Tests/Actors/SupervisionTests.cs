using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Tests.Actors;

/// <summary>What both runtimes promise: order, bounded mailboxes, restart with back-off, and giving up aloud.</summary>
public sealed class SupervisionTests
{
    private static readonly Partition Source = new("source", 0);

    private static IEnumerable<(string Name, Func<Action<Action<IRuntime, ILog>>> Make)> Runtimes()
    {
        yield return ("seeded", () => body =>
        {
            var runtime = new SeededRuntime(7, r => new MemoryLog(r, new MemoryLogOptions { Retain = true, BatchRecords = () => 3 }));
            body(runtime, runtime.Log);
        }
        );
        yield return ("threaded", () => body =>
        {
            using var runtime = new ThreadedRuntime(2, r =>
                new MemoryLog(r, new MemoryLogOptions { Retain = true, BatchRecords = () => 3 }));
            body(runtime, runtime.Log);
        }
        );
    }

    public static TheoryData<string> Names => [.. Runtimes().Select(r => r.Name)];

    private static void On(string name, Action<IRuntime, ILog> body) => Runtimes().Single(r => r.Name == name).Make()(body);

    [Theory]
    [MemberData(nameof(Names))]
    public void Records_come_in_order_and_all_of_them(string name) => On(name, (runtime, log) =>
    {
        var seen = new List<byte>();
        runtime.Spawn("reader", () => new Reader(record => seen.Add(record.Span[0])));
        for (byte i = 0; i < 200; i++) log.Append(Source, [i]);
        runtime.RunUntilIdle();
        seen.ShouldBe(Enumerable.Range(0, 200).Select(i => (byte)i));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_failed_actor_is_made_anew_and_reads_its_log_again(string name) => On(name, (runtime, log) =>
    {
        var lives = 0;
        var seen = new List<byte>();
        runtime.Spawn("reader", () =>
        {
            lives++;
            seen.Clear();
            return new Reader(record =>
            {
                if (record.Span[0] == 5 && lives < 3) throw new InvalidOperationException("planted");
                seen.Add(record.Span[0]);
            });
        }, new SupervisorPolicy(RestartsMax: 5, BackOffMs: 1));
        for (byte i = 0; i < 10; i++) log.Append(Source, [i]);
        runtime.RunUntilIdle();
        lives.ShouldBe(3);
        seen.ShouldBe(Enumerable.Range(0, 10).Select(i => (byte)i));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void An_actor_that_keeps_failing_is_given_up_aloud(string name) => On(name, (runtime, log) =>
    {
        runtime.Spawn("reader", () => new Reader(_ => throw new InvalidOperationException("planted")), new SupervisorPolicy(RestartsMax: 2, BackOffMs: 1));
        log.Append(Source, [1]);
        var failure = Should.Throw<Exception>(() => runtime.RunUntilIdle());
        failure.Message.ShouldContain("reader");
        failure.Message.ShouldContain("planted");
    });

    [Fact]
    public void The_same_seed_takes_the_same_steps()
    {
        List<string> Steps(ulong seed)
        {
            var steps = new List<string>();
            var runtime = new SeededRuntime(seed) { Trace = (actor, message) => steps.Add($"{actor} {message.Kind} {message.Batch?.Records.Count}") };
            for (var i = 0; i < 4; i++) runtime.Spawn($"reader-{i}", () => new Reader(_ => { }));
            ILog log = runtime.Log;
            for (byte i = 0; i < 50; i++) log.Append(Source, [i]);
            runtime.RunUntilIdle();
            return steps;
        }

        Steps(3).ShouldBe(Steps(3));
        Steps(3).ShouldNotBe(Steps(4));
    }

    [Fact]
    public void Back_off_doubles_up_to_its_bound()
    {
        var policy = new SupervisorPolicy(BackOffMs: 50, BackOffMaxMs: 300);
        new[] { 0, 1, 2, 3, 20 }.Select(policy.DelayMs).ShouldBe([50, 100, 200, 300, 300]);
    }

    [Fact]
    public void A_full_partition_says_so_and_calls_back_when_there_is_room()
    {
        var runtime = new SeededRuntime(1, r => new MemoryLog(r, new MemoryLogOptions { BacklogMaxBytes = 100, BatchRecords = () => 1 }));
        ILog log = runtime.Log;
        var rooms = 0;
        var writer = runtime.Spawn("writer", () => new Waiter(() => rooms++), null, 1);
        runtime.Spawn("reader", () => new Reader(_ => { }), null, 1);
        while (log.HasRoom(Source, writer)) log.Append(Source, new byte[30]);
        rooms.ShouldBe(0);
        runtime.RunUntilIdle();
        rooms.ShouldBe(1);
        log.HasRoom(Source, writer).ShouldBeTrue();
    }

    private sealed class Reader(Action<LogRecord> read) : IActor
    {
        public void Start(IActorContext context) => context.Log.Subscribe(Source, 0, context.Self);

        public void Receive(in Message message, IActorContext context)
        {
            if (message.Batch is null) return;
            foreach (var record in message.Batch.Records) read(record);
        }
    }

    private sealed class Waiter(Action room) : IActor
    {
        public void Start(IActorContext context)
        {
        }

        public void Receive(in Message message, IActorContext context)
        {
            if (message.Kind == MessageKind.Room) room();
        }
    }
}
