using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Frames;

public sealed class FrameTests
{
    [Fact]
    public void An_activity_comes_back_as_it_went_in()
    {
        var activity = Some.Activity("ana@corp.example", 1_741_000_000_000, "e-1");
        activity.Interactive = true;
        activity.DeviceManaged = false;
        activity.RttMs = 12.5f;
        activity.TimeOffset = -180;
        activity.Place.City = ShortText.Of("São Paulo"u8);
        activity[TextField.LinkedEmail] = Utf8Text.Of("ana@corp.example");
        ref var commit = ref activity.AddCommit();
        commit.Sha = Utf8Text.Of("abc");
        commit.CoAuthors = Utf8Text.Of("Bo <bo@corp.example>");
        commit.AuthorTime = 5;
        commit.AuthorOffset = 60;
        commit.IsMerge = true;

        var bytes = Some.Encoded(activity);
        var back = new Activity();
        ActivityCodec.Read(bytes, 0, bytes.Length, back).ShouldBe(bytes.Length);

        Some.Encoded(back).ShouldBe(bytes);
        back.Interactive.ShouldBe(true);
        back.DeviceManaged.ShouldBe(false);
        back.Origin.ShouldBe(new Origin(3, 17, 2));
        back[TextField.LinkedEmail].ToString().ShouldBe("ana@corp.example");
        back.Place.City.ToString().ShouldBe("São Paulo");
        back.Commits[0].CoAuthors.ToString().ShouldBe("Bo <bo@corp.example>");
        back.Commits[0].CommitterTime.ShouldBe(Activity.NoTime);
    }

    [Fact]
    public void The_account_can_be_put_into_an_encoded_activity()
    {
        var bytes = Some.Encoded(Some.Activity("ana@corp.example", 1, "e-1"));
        ActivityCodec.PatchAccount(bytes, Key128.Of("bo@corp.example"));
        var back = new Activity();
        ActivityCodec.Read(bytes, 0, bytes.Length, back);
        back.Account.ShouldBe(Key128.Of("bo@corp.example"));
        back.Time.ShouldBe(1);
    }

    [Fact]
    public void A_push_of_thousands_of_commits_stays_below_the_bound_of_a_frame()
    {
        var activity = Some.Activity("ana@corp.example", 1, "e-1");
        for (var i = 0; i < 2000; i++) activity.AddCommit().Message = Utf8Text.Of(new string('x', 5000));
        var bytes = Some.Encoded(activity);
        bytes.Length.ShouldBeLessThan(FrameHeader.FrameMax / 2);
        var back = new Activity();
        ActivityCodec.Read(bytes, 0, bytes.Length, back);
        back.CommitCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void An_event_frame_comes_back_as_it_went_in()
    {
        var writer = new EventFrameWriter();
        var activity = Some.Activity("ana@corp.example", 9, "e-1");
        writer.Add(new Position(4, 1), EventFlags.AlreadyPushed, "ana@corp.example"u8, activity);
        writer.Add(new Position(5, 0), EventFlags.None, "ana@corp.example"u8, Some.Encoded(activity));
        var tally = new RecordTally();
        tally.Begin(3);
        tally.Add(4, 1, 0, 0);
        tally.Add(9, 1, 1, 1);
        var frame = writer.Finish(new Coverage(7, new Position(3, 0), new Position(5, 9), 9, Idle: true),
            tally.Written).ToArray();

        FrameHeader.Open(frame).ShouldBe(FrameKind.Events);
        var reader = new EventFrameReader(frame, 0, frame.Length);
        reader.Coverage.ShouldBe(new Coverage(7, new Position(3, 0), new Position(5, 9), 9, Idle: true));
        RecordTally.Sum(reader.Tally, from: 3, mark: 3).ShouldBe(new SourceTotals(4, 2, 1, 1));
        RecordTally.Sum(reader.Tally, from: 3, mark: 4).ShouldBe(new SourceTotals(3, 1, 1, 1));
        reader.Next().ShouldBeTrue();
        reader.Position.ShouldBe(new Position(4, 1));
        reader.Flags.ShouldBe(EventFlags.AlreadyPushed);
        reader.Name.ToString().ShouldBe("ana@corp.example");
        reader.Next().ShouldBeTrue();
        reader.Flags.ShouldBe(EventFlags.None);
        reader.Next().ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, "magic")]
    [InlineData(4, "version")]
    [InlineData(6, "flags")]
    [InlineData(8, "length")]
    [InlineData(20, "checksum")]
    public void Rejects_a_frame_with_a_bad_byte(int at, string says)
    {
        var frame = new ClockFrame(5, SealAll: true).Encode();
        frame[at] ^= 0x5A;
        Should.Throw<InvalidDataException>(() => FrameHeader.Open(frame)).Message.ShouldContain(says);
    }

    [Fact]
    public void Any_cut_of_a_frame_is_refused_and_never_read_past()
    {
        var writer = new EventFrameWriter();
        writer.Add(new Position(4, 1), EventFlags.None, "ana@corp.example"u8, Some.Activity("ana@corp.example", 9, "e-1"));
        var frame = writer.Finish(new Coverage(7, Position.Start, new Position(5, 9), 9, false), default).ToArray();
        for (var length = 0; length < frame.Length; length++)
            Should.Throw<InvalidDataException>(() => FrameHeader.Open(frame.AsSpan(0, length)));
    }
}
