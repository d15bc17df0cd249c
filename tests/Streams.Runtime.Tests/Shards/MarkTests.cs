using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

public sealed class MarkTests
{
    private static Coverage Range(int source, long from, long to, long watermark, bool idle = false) =>
        new(source, Position.EndOf(from), Position.EndOf(to), watermark, idle);

    [Fact]
    public void A_frame_is_accepted_once_and_a_gap_never()
    {
        var marks = new Watermarks([0]);
        marks.Judge(new Coverage(0, Position.Start, Position.EndOf(4), 10, false)).ShouldBe(FrameVerdict.Accept);
        marks.Apply(new Coverage(0, Position.Start, Position.EndOf(4), 10, false));
        marks.Judge(new Coverage(0, Position.Start, Position.EndOf(4), 10, false)).ShouldBe(FrameVerdict.Duplicate);
        marks.Judge(Range(0, 2, 7, 12)).ShouldBe(FrameVerdict.Accept, "it overlaps and goes on");
        marks.Judge(Range(0, 5, 7, 12)).ShouldBe(FrameVerdict.Gap);
    }

    [Fact]
    public void The_watermark_is_the_least_of_the_sources_that_are_not_idle_and_never_goes_back()
    {
        var marks = new Watermarks([0, 1]);
        marks.Apply(Range(0, -1, 1, 100));
        marks.Current.ShouldBe(Coverage.NoWatermark, "the other source may still send anything");
        marks.Apply(Range(1, -1, 1, 40));
        marks.Current.ShouldBe(40);
        marks.Apply(Range(1, 1, 2, 40, idle: true));
        marks.Current.ShouldBe(100);
        marks.Apply(Range(1, 2, 3, 50));
        marks.Current.ShouldBe(100);
    }

    [Fact]
    public void An_id_is_remembered_by_its_own_time_however_far_others_have_come()
    {
        var memory = new EventMemory(keepMs: 1000, idsMax: 100);
        memory.Add(Key128.Of("a"), 500).ShouldBeTrue();
        memory.Add(Key128.Of("b"), 900_000).ShouldBeTrue();
        memory.Add(Key128.Of("a"), 500).ShouldBeFalse();
        memory.Expire(800_000);
        memory.Count.ShouldBe(1);
    }

    [Fact]
    public void Memory_of_ids_is_bounded_and_counts_what_it_forgot()
    {
        var memory = new EventMemory(keepMs: 10, idsMax: 50);
        for (var i = 0; i < 200; i++) memory.Add(Key128.Of($"{i}"), i);
        memory.Count.ShouldBeLessThanOrEqualTo(60);
        memory.TakeEvicted().ShouldBeGreaterThan(0);
    }
}
