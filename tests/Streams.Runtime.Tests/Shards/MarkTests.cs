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

    [Fact]
    public void Time_of_an_idle_tenant_moves_with_clocks_that_follow_each_other_and_not_across_a_gap()
    {
        var marks = new Watermarks([0], clockGapMaxMs: 60);
        marks.Apply(Range(0, -1, 1, 1_000));
        marks.Tick(5_000);
        marks.Newest.ShouldBe(1_000, "the source is not idle");
        marks.Apply(Range(0, 1, 1, 1_000, idle: true));
        marks.Tick(5_000);
        marks.Tick(5_060);
        marks.Newest.ShouldBe(1_060);
        marks.Tick(5_020);
        marks.Tick(5_060);
        marks.Newest.ShouldBe(1_060, "a clock that was set back counts no time twice");
        marks.Tick(9_000);
        marks.Newest.ShouldBe(1_060, "whoever writes clocks was away");
        marks.Tick(9_010);
        marks.Newest.ShouldBe(1_070);
        marks.Current.ShouldBe(1_070);
    }

    [Fact]
    public void A_source_that_falls_idle_at_the_mark_is_heard_once()
    {
        var marks = new Watermarks([0]);
        marks.Apply(Range(0, -1, 1, 100));
        marks.Judge(Range(0, 1, 1, 100, idle: true)).ShouldBe(FrameVerdict.Accept);
        marks.Apply(Range(0, 1, 1, 100, idle: true));
        marks.Judge(Range(0, 1, 1, 100, idle: true)).ShouldBe(FrameVerdict.Duplicate);
        marks.Judge(Range(0, 0, 1, 100)).ShouldBe(FrameVerdict.Duplicate, "an owner that is gone read the last record, too, and says so late");
        marks.Judge(Range(0, 0, 2, 110)).ShouldBe(FrameVerdict.Accept);
    }

    [Fact]
    public void A_source_that_joins_later_starts_where_the_others_are_and_one_that_left_is_not_waited_for()
    {
        var marks = new Watermarks([0]);
        marks.Apply(Range(0, -1, 1, 100));
        marks.Expect([0, 1]);
        marks.Of(1).Watermark.ShouldBe(100);
        marks.Apply(Range(0, 1, 2, 200));
        marks.Current.ShouldBe(100);
        marks.Expect([0]);
        marks.Current.ShouldBe(200);
    }

    [Fact]
    public void Marks_come_back_as_they_were_saved()
    {
        var marks = new Watermarks([0, 1]);
        marks.Apply(Range(0, -1, 4, 100));
        marks.Apply(Range(1, -1, 2, 50, idle: true));
        var bytes = new ByteWriter();
        marks.Save(bytes);
        var from = new ByteReader(bytes.Written);
        var back = new Watermarks([]);
        back.Load(ref from);

        (back.Current, back.Newest).ShouldBe((marks.Current, marks.Newest));
        back.Judge(Range(0, 2, 4, 100)).ShouldBe(FrameVerdict.Duplicate);
        back.Judge(Range(0, 5, 6, 100)).ShouldBe(FrameVerdict.Gap);
        back.Of(1).Idle.ShouldBeTrue();
    }
}
