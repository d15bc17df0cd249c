using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Runtime.Frames;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

/// <summary>An event whose step throws is left out, once, and changes nothing else.</summary>
public sealed class PoisonTests
{
    private readonly List<Position> _poisoned = [];
    private readonly AccountStage _stage;

    public PoisonTests()
    {
        _stage = new AccountStage(new AccountEngine([new Counting()]), Tables.Empty, new CommitMemory())
        {
            Changed = (_, _) => { },
            Said = (_, _, _) => { },
            Poisoned = (item, _, _) => _poisoned.Add(item.Position),
        };
    }

    [Theory]
    [InlineData(long.MaxValue - 1)]
    [InlineData(0)]
    public void A_poison_event_is_isolated_in_sealed_state_and_in_the_tail(long edge)
    {
        Feed(edge, "one", "two", "poison", "three");
        if (edge == 0) Feed(long.MaxValue - 1);
        _poisoned.ShouldBe([new Position(2, 0)]);
        CountOf("ana@corp.example").ShouldBe(3);
    }

    [Fact]
    public void An_earlier_owners_skip_is_kept()
    {
        _stage.Skip(0, new Position(1, 0));
        Feed(long.MaxValue - 1, "one", "two", "three");
        _poisoned.ShouldBeEmpty();
        CountOf("ana@corp.example").ShouldBe(2);
    }

    private void Feed(long edge, params string[] ids)
    {
        var buffer = new List<byte>();
        var events = new List<PendingEvent>();
        for (var i = 0; i < ids.Length; i++)
        {
            var bytes = Some.Encoded(Some.Activity("ana@corp.example", 1000 + i, ids[i]));
            var account = _stage.AccountOf(Key128.Of("ana@corp.example"), Utf8Text.Of("ana@corp.example"));
            events.Add(new PendingEvent(1000 + i, Key128.Of(ids[i]), account, buffer.Count, bytes.Length, 0,
                new Position(i, 0), EventFlags.None));
            buffer.AddRange(bytes);
        }

        _stage.Apply([.. events], [.. buffer], edge);
        _stage.Replay();
    }

    private long CountOf(string account)
    {
        var block = _stage.Accounts.Block(_stage.Accounts.Find(Key128.Of(account)));
        return System.Runtime.InteropServices.MemoryMarshal.Read<long>(block[^8..]);
    }

    private struct Count
    {
        public long Steps;
    }

    private sealed class Counting : AccountDetection<Count>
    {
        public override IReadOnlyList<Rule> Rules => [];

        protected override void Step(ref Count state, AccountStep step)
        {
            state.Steps++;
            if (step.Activity[TextField.EventId].Is("poison"u8)) throw new InvalidOperationException("planted");
        }
    }
}
