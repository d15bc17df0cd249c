using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Tests.Actors;

/// <summary>A step that does not end is noticed from outside, and nothing else is.</summary>
public sealed class StuckTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Who_does_not_come_back_is_named_until_he_does()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        using var runtime = new ThreadedRuntime(2);
        var hangs = runtime.Spawn("hangs", () => new Waits(entered, leave));
        var idle = runtime.Spawn("idle", () => new Waits(null, null));
        runtime.Post(idle, new Message(MessageKind.Wake));
        runtime.Post(hangs, new Message(MessageKind.Wake));
        entered.Wait();
        SpinWait.SpinUntil(() => runtime.Stuck(Limit) is not null, TimeSpan.FromMinutes(1)).ShouldBeTrue();
        runtime.Stuck(Limit).ShouldBe(hangs);
        runtime.Stuck(TimeSpan.FromHours(1)).ShouldBeNull();
        leave.Set();
        runtime.RunUntilIdle();
        runtime.Stuck(TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void A_long_start_is_no_step()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        using var runtime = new ThreadedRuntime(1);
        runtime.Spawn("restores", () =>
        {
            entered.Set();
            leave.Wait();
            return new Waits(null, null);
        });
        entered.Wait();
        Thread.Sleep(Limit);
        runtime.Stuck(TimeSpan.Zero).ShouldBeNull();
        leave.Set();
    }

    private sealed class Waits(ManualResetEventSlim? entered, ManualResetEventSlim? leave) : IActor
    {
        public void Start(IActorContext context)
        {
        }

        public void Receive(in Message message, IActorContext context)
        {
            entered?.Set();
            leave?.Wait();
        }
    }
}
