using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Kafka.Tests;

public sealed class SubscriptionTests
{
    private const int RecordBytes = 1_000;
    private static readonly ActorRef Reader = new("reader");

    /// <summary>Takes as many batches as it is let, and is done with each before its sender goes on.</summary>
    private sealed class Quick(int takes) : IRuntime
    {
        private int _takes = takes;

        public List<long> Offsets { get; } = [];

        public List<long> Ends { get; } = [];

        public bool TryPost(ActorRef to, int generation, in Message message)
        {
            if (_takes-- <= 0) return false;
            Offsets.AddRange(message.Batch!.Records.Select(record => record.Offset));
            message.Batch.Return();
            return true;
        }

        public bool Reply(ActorRef to, int generation, in Message message)
        {
            message.Kind.ShouldBe(MessageKind.End);
            Ends.Add(message.Number);
            return true;
        }

        public bool TryPost(ActorRef to, in Message message) => TryPost(to, 0, message);

        public ActorRef Spawn(string name, Func<IActor> create, SupervisorPolicy? policy = null, int mailboxMax = 8) => Reader;

        public int GenerationOf(ActorRef actor) => 0;

        public void Post(ActorRef to, in Message message) => Reply(to, 0, message);

        public void RunUntilIdle(CancellationToken cancel = default)
        {
        }
    }

    [Fact]
    public void An_actor_that_is_done_with_a_batch_at_once_is_given_all()
    {
        var runtime = new Quick(int.MaxValue);
        var subscription = Of();
        for (var offset = 0; offset < 1_000; offset++)
        {
            subscription.Add(Record(offset));
            subscription.Pump(runtime);
            subscription.IsFull.ShouldBeFalse($"nothing waits after {offset}");
        }

        runtime.Offsets.ShouldBe(Enumerable.Range(0, 1_000).Select(i => (long)i));
        subscription.Ask(1_000);
        subscription.Pump(runtime);
        runtime.Ends.ShouldBe([1_000]);
    }

    [Fact]
    public void What_a_full_mailbox_does_not_take_waits_and_is_full_at_its_share()
    {
        var subscription = Of();
        for (var offset = 0; offset < 64; offset++) subscription.Add(Record(offset));
        subscription.IsFull.ShouldBeFalse();
        subscription.Add(Record(64));
        subscription.IsFull.ShouldBeTrue();
        subscription.Ask(65);

        var slow = new Quick(takes: 1);
        subscription.Pump(slow);
        slow.Offsets.Count.ShouldBeInRange(1, 64);
        slow.Ends.ShouldBeEmpty("the rest was not given yet");
        subscription.IsFull.ShouldBeFalse();
        subscription.IsEmpty.ShouldBeFalse();

        var quick = new Quick(int.MaxValue);
        subscription.Pump(quick);
        slow.Offsets.Concat(quick.Offsets).ShouldBe(Enumerable.Range(0, 65).Select(i => (long)i));
        quick.Ends.ShouldBe([65]);
        subscription.IsEmpty.ShouldBeTrue();
    }

    private static Subscription Of() => new(new Partition(Topics.Flow, 0), 0, Reader, 0) { WaitingMax = 65 * RecordBytes };

    private static LogRecord Record(long offset) => new(offset, new byte[RecordBytes], 0, RecordBytes);
}
