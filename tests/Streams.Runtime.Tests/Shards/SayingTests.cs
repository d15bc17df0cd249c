using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

/// <summary>What an event says to artefacts and to the tenant is said as of the events before it, however late they come.</summary>
public sealed class SayingTests
{
    private readonly Dictionary<long, double> _said = [];
    private readonly AccountStage _stage;

    public SayingTests()
    {
        _stage = new AccountStage(new AccountEngine([new Counting()]), Tables.Empty, new CommitMemory())
        {
            Changed = (_, _) => { },
            Said = (_, _, reports) =>
            {
                foreach (var report in reports) _said[report.Time] = report.Value;
            },
            Poisoned = (_, _, reason) => throw reason,
        };
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1004)]
    [InlineData(1020)]
    public void A_provisional_event_speaks_again_when_earlier_ones_come_with_the_edge(long edge)
    {
        Feed(0, 1000, 1010);
        _said.ShouldBe(new Dictionary<long, double> { [1000] = 1, [1010] = 2 });
        Feed(edge, 900, 1005);
        _said.ShouldBe(new Dictionary<long, double> { [900] = 1, [1000] = 2, [1005] = 3, [1010] = 4 }, ignoreOrder: true);
    }

    [Fact]
    public void A_full_tail_is_sealed_early_and_counted()
    {
        Feed(0, [.. Enumerable.Range(1, 8_192)]);
        _stage.TakeOverflowed().ShouldBe(0);
        Feed(0, 9_000, 9_001);
        _stage.TakeOverflowed().ShouldBe(2);
        _stage.TakeOverflowed().ShouldBe(0);
    }

    private void Feed(long edge, params int[] times)
    {
        var buffer = new List<byte>();
        var events = new List<PendingEvent>();
        foreach (var time in times)
        {
            var id = $"at {time}";
            var bytes = Some.Encoded(Some.Activity("ana@corp.example", time, id));
            var account = _stage.AccountOf(Key128.Of("ana@corp.example"), Utf8Text.Of("ana@corp.example"));
            events.Add(new PendingEvent(time, Key128.Of(id), account, buffer.Count, bytes.Length, 0, default, default));
            buffer.AddRange(bytes);
        }

        _stage.Apply([.. events], [.. buffer], edge);
        _stage.Replay();
    }

    private struct Count
    {
        public int Steps;
    }

    /// <summary>Says at each event how many there were up to it.</summary>
    private sealed class Counting : AccountDetection<Count>
    {
        public override IReadOnlyList<Rule> Rules => [];

        protected override void Step(ref Count state, AccountStep step) =>
            step.Reports.Add(new TenantReport(
                TenantReportKind.QuietArc, step.Account, step.Activity.Time, default, default, ++state.Steps, 0));
    }
}
