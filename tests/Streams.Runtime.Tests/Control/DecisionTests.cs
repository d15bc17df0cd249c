using Streams.Core.Activities;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Tests.Control;

public sealed class DecisionTests
{
    private static readonly Key128 First = Key128.Of("first"), Second = Key128.Of("second");
    private readonly Decisions _decisions = new(source: 3);
    private long _offset;

    [Fact]
    public void Nothing_is_granted_before_the_log_says_so()
    {
        _decisions.TryFind(0, out _, out _).ShouldBeFalse();
        _decisions.Published.IsNone.ShouldBeTrue();
    }

    [Fact]
    public void A_grant_holds_from_its_first_offset_to_before_its_last()
    {
        Grant(10, 20, First);
        _decisions.TryFind(9, out _, out _).ShouldBeFalse();
        VersionAt(10, until: 20).ShouldBe(First);
        VersionAt(19, until: 20).ShouldBe(First);
        _decisions.TryFind(20, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Of_two_grants_for_one_offset_the_first_in_the_log_holds_and_the_later_fills_what_is_left()
    {
        Grant(10, 20, First);
        Grant(5, 30, Second);
        VersionAt(9, until: 10).ShouldBe(Second);
        VersionAt(15, until: 20).ShouldBe(First);
        VersionAt(20, until: 30).ShouldBe(Second);
    }

    [Fact]
    public void A_grant_inside_another_changes_nothing()
    {
        Grant(10, 20, First);
        Grant(12, 15, Second);
        VersionAt(13, until: 20).ShouldBe(First);
    }

    [Fact]
    public void Grants_of_other_sources_are_not_heard()
    {
        _decisions.Apply(_offset++, new GrantFrame(4, 0, 100, First, default).Encode());
        _decisions.TryFind(0, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_nobody_will_read_again_is_forgotten()
    {
        Grant(0, 10, First);
        Grant(10, 20, Second);
        _decisions.Forget(10).ShouldBe([KeyOf(0, 10, First)]);
        _decisions.TryFind(9, out _, out _).ShouldBeFalse();
        VersionAt(10, until: 20).ShouldBe(Second);
        _decisions.Forget(10).ShouldBeEmpty("it was taken out of the log once");
        _decisions.Forget(50).ShouldBeEmpty("the newest says how far the source was read");
        _decisions.TryFind(10, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_grant_of_which_a_later_offset_is_still_read_stays_on_the_log()
    {
        Grant(10, 20, First);
        Grant(5, 30, Second);
        Grant(30, 40, Second);
        _decisions.Forget(25).ShouldBe([KeyOf(10, 20, First)]);
        _decisions.Forget(30).ShouldBe([KeyOf(5, 30, Second)]);
    }

    [Fact]
    public void The_newest_published_version_counts()
    {
        var steward = Claim();
        Publish(First, steward);
        Publish(Second, steward);
        _decisions.Published.ShouldBe(Second);
    }

    [Fact]
    public void What_an_earlier_steward_publishes_after_a_later_one_has_come_does_not_count()
    {
        var earlier = Claim();
        Publish(First, earlier);
        var later = Claim();
        Publish(Second, earlier);
        _decisions.Published.ShouldBe(First);
        Publish(Second, later);
        _decisions.Published.ShouldBe(Second);
    }

    private long Claim()
    {
        _decisions.Apply(_offset, new StewardFrame(Key128.Of($"{_offset}")).Encode());
        return _offset++;
    }

    private void Publish(Key128 version, long steward) => _decisions.Apply(_offset++, new PublishedFrame(version, steward).Encode());

    private void Grant(long from, long to, Key128 version) =>
        _decisions.Apply(_offset++, GrantOf(from, to, version).Encode());

    private static byte[] KeyOf(long from, long to, Key128 version) => GrantOf(from, to, version).Key;

    private static GrantFrame GrantOf(long from, long to, Key128 version) => new(3, from, to, version, Key128.Of($"{from}"));

    private Key128 VersionAt(long offset, long until)
    {
        _decisions.TryFind(offset, out var version, out var to).ShouldBeTrue($"offset {offset}");
        to.ShouldBe(until);
        return version;
    }
}
