using Streams.Core.Activities;
using Streams.Runtime.Actors;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Tests.Snapshots;

public sealed class SnapshotTests
{
    /// <summary>A former owner's whole snapshot, and the next owner who has read it.</summary>
    private static (SnapshotStore Former, SnapshotStore Owner) Handover(ILog log)
    {
        var former = new SnapshotStore(0) { Epoch = 3 };
        former.Write(log, Account(10, 1));
        former.Write(log, Header(10));
        var owner = new SnapshotStore(0) { Epoch = 12 };
        owner.Restore(log).ShouldNotBeNull();
        return (former, owner);
    }

    private static readonly Key128 Ana = Key128.Of("ana@corp.example");

    private static SnapshotRecord Account(long applied, byte content) => new(EntityKind.Account, 5, applied, Ana, [content, 2, 3]);

    private static SnapshotRecord Header(long applied) => new(EntityKind.Header, 5, applied, default, [9]);

    private static SnapshotRecord Ids(long applied) => new(EntityKind.Ids, 0, applied, Ana, [4]);

    private static void Rot(ILog log, SnapshotRecord record, byte slot, long epoch = 0)
    {
        var rotten = record.Encode();
        rotten[^1] ^= 1;
        log.Append(new Partition(Topics.State, 0), rotten, SnapshotRecord.Key(0, epoch, record.Kind, record.Entity, slot));
    }

    [Fact]
    public void A_record_comes_back_as_it_went_in()
    {
        var back = SnapshotRecord.Decode(Account(77, 1).Encode());
        (back.Kind, back.Layout, back.Applied, back.Entity).ShouldBe((EntityKind.Account, (ushort)5, 77L, Ana));
        back.Payload.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Any_flipped_bit_or_cut_is_noticed()
    {
        var bytes = Account(77, 1).Encode();
        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<InvalidDataException>(() => SnapshotRecord.Decode(bytes.AsSpan(0, length)));
        for (var at = 0; at < bytes.Length; at++)
        {
            var flipped = bytes.ToArray();
            flipped[at] ^= 4;
            Should.Throw<InvalidDataException>(() => SnapshotRecord.Decode(flipped), $"byte {at}");
        }
    }

    [Fact]
    public void A_corrupt_record_falls_back_to_its_other_slot()
    {
        var log = new SeededRuntime(1).Log;
        var snapshot = new SnapshotStore(0) { Epoch = 0 };
        snapshot.Write(log, Account(10, 1));
        snapshot.Write(log, Header(10));
        Rot(log, Account(20, 7), slot: 1);

        var restored = new SnapshotStore(0).Restore(log).ShouldNotBeNull();
        restored.Corrupt.ShouldBe(1);
        restored.Entities.ShouldHaveSingleItem().Payload.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Of_a_torn_cycle_nothing_counts()
    {
        var log = new SeededRuntime(1).Log;
        var snapshot = new SnapshotStore(0) { Epoch = 0 };
        snapshot.Write(log, Account(10, 1));
        snapshot.Write(log, Header(10));
        snapshot.Write(log, Account(20, 7));

        var restored = new SnapshotStore(0).Restore(log).ShouldNotBeNull();
        restored.Header.Applied.ShouldBe(10);
        restored.Entities.ShouldHaveSingleItem().Applied.ShouldBe(10);
    }

    /// <summary>Who looks from the header on with a state that is ahead says at other times what was said.</summary>
    [Fact]
    public void Where_nobody_knows_what_was_said_since_the_header_the_state_is_the_headers()
    {
        var log = new SeededRuntime(1).Log;
        var snapshot = new SnapshotStore(0) { Epoch = 0 };
        snapshot.Write(log, Account(10, 1));
        snapshot.Write(log, Header(10));
        Rot(log, new SnapshotRecord(EntityKind.Alerts, 0, 20, Ana, [1]), slot: 0);
        snapshot.Write(log, Account(20, 7));
        snapshot.Write(log, new SnapshotRecord(EntityKind.Account, 5, 20, Key128.Of("newcomer"), [8]));
        snapshot.Write(log, Header(20));

        var restored = new SnapshotStore(0).Restore(log).ShouldNotBeNull();
        (restored.Header.Applied, restored.SaidUntil).ShouldBe((10, -1));
        restored.Entities.ShouldHaveSingleItem().Payload.ShouldBe([1, 2, 3]);

        snapshot.Write(log, Account(30, 9));
        // Both slots were written since: ahead, but not lost.
        new SnapshotStore(0).Restore(log)!.Entities.Single(e => e.Entity == Ana).Applied.ShouldBe(30);
    }

    [Fact]
    public void A_memory_behind_its_header_does_not_stand_in_for_a_rotten_one()
    {
        var log = new SeededRuntime(1).Log;
        var snapshot = new SnapshotStore(0) { Epoch = 0 };
        snapshot.Write(log, Header(5));
        Rot(log, Ids(10), slot: 1);
        snapshot.Write(log, Header(10));
        snapshot.Write(log, Ids(20));

        // The cycle of 20 was torn: what ids were known at 10 nobody knows any more.
        new SnapshotStore(0).Restore(log).ShouldNotBeNull().Header.Applied.ShouldBe(5);
    }

    [Fact]
    public void What_is_gone_stays_for_as_long_as_a_header_may_need_it()
    {
        var log = new SeededRuntime(1).Log;
        var snapshot = new SnapshotStore(0) { Epoch = 0 };
        snapshot.Write(log, Ids(10));
        Whole(10);
        snapshot.Remove(EntityKind.Ids, Ana);
        Restored().Entities.ShouldHaveSingleItem("the cycle is torn here");
        Whole(20);
        Restored().Entities.ShouldHaveSingleItem("the header of 20 may rot");
        Whole(30);
        Restored().Entities.ShouldBeEmpty();

        void Whole(long applied)
        {
            snapshot.Write(log, Header(applied));
            snapshot.RemoveGone(log);
        }

        Restored Restored() => new SnapshotStore(0).Restore(log).ShouldNotBeNull();
    }

    [Fact]
    public void What_was_gone_and_is_there_again_stays()
    {
        var log = new SeededRuntime(1).Log;
        var snapshot = new SnapshotStore(0) { Epoch = 0 };
        snapshot.Write(log, Ids(10));
        snapshot.Remove(EntityKind.Ids, Ana);
        snapshot.Write(log, Ids(20));
        for (var applied = 20; applied < 50; applied += 10)
        {
            snapshot.Write(log, Header(applied));
            snapshot.RemoveGone(log);
        }

        new SnapshotStore(0).Restore(log).ShouldNotBeNull().Entities.ShouldHaveSingleItem();
    }

    [Fact]
    public void Entities_without_a_header_are_no_snapshot()
    {
        var log = new SeededRuntime(1).Log;
        new SnapshotStore(0) { Epoch = 0 }.Write(log, Account(10, 1));
        new SnapshotStore(0).Restore(log).ShouldBeNull();
    }

    [Fact]
    public void Rot_in_a_new_owners_snapshot_does_not_bring_back_an_older_owners_header()
    {
        var log = new SeededRuntime(1).Log;
        var (former, owner) = Handover(log);
        Rot(log, Account(20, 7), slot: 0, epoch: 12);
        owner.Write(log, Header(20));
        owner.RemoveOlder(log);
        // The former owner does not know yet: its header stands again, its account does not.
        former.Write(log, Header(15));

        new SnapshotStore(0).Restore(log).ShouldBeNull();
    }

    [Fact]
    public void A_first_cycle_that_was_torn_leaves_the_former_owners_snapshot()
    {
        var log = new SeededRuntime(1).Log;
        var (_, owner) = Handover(log);
        owner.Write(log, Account(20, 7));

        var restored = new SnapshotStore(0).Restore(log).ShouldNotBeNull();
        restored.Header.Applied.ShouldBe(10);
        restored.Entities.ShouldHaveSingleItem().Applied.ShouldBe(10);
    }

    [Fact]
    public void An_older_epoch_goes_with_the_first_whole_cycle_of_the_next()
    {
        var log = new SeededRuntime(1).Log;
        var (_, owner) = Handover(log);
        owner.Write(log, Account(20, 7));
        owner.Write(log, Header(20));
        owner.RemoveOlder(log);

        log.ReadAll(new Partition(Topics.State, 0)).Where(r => r.Length > 0).ShouldAllBe(r => SnapshotRecord.EpochOf(r.Key) == 12);
        new SnapshotStore(0).Restore(log).ShouldNotBeNull().Header.Applied.ShouldBe(20);
    }
}
