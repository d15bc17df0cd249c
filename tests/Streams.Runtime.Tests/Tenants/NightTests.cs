using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Runtime.Ingest;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;
using Streams.Runtime.Snapshots;
using Streams.Runtime.Tenants;

namespace Streams.Runtime.Tests.Tenants;

public sealed class NightTests
{
    private const long Day = 20_000;
    private static readonly Key128 Ana = Key128.Of("ana@corp.example"), Bo = Key128.Of("bo@corp.example");
    private readonly Nights _nights = new();

    [Fact]
    public void The_newest_version_of_a_report_stands_whatever_comes_after_it()
    {
        _nights.Add(Report(Ana, Day, 5), version: 10);
        _nights.Add(Report(Ana, Day, 7), version: 12);
        _nights.Add(Report(Ana, Day, 5), version: 10);
        _nights.Of(Day).ShouldHaveSingleItem().Hours.ShouldBe(7);
    }

    [Fact]
    public void What_was_saved_comes_back_with_its_versions()
    {
        _nights.Add(Report(Ana, Day, 7), version: 12);
        _nights.Add(Report(Bo, Day, 8), version: 13);
        var back = new Nights();
        foreach (var (_, payload) in _nights.SaveChanged()) back.Load(payload);

        back.Of(Day).Select(arc => arc.Hours).ShouldBe([7f, 8f], ignoreOrder: true);
        back.Add(Report(Ana, Day, 5), version: 11);
        back.Of(Day).Select(arc => arc.Hours).ShouldBe([7f, 8f], ignoreOrder: true);
        back.Touched.ShouldBe([Day], "what it told of the night may be on its way no more");
    }

    [Fact]
    public void Only_what_changed_is_saved_again()
    {
        _nights.Add(Report(Ana, Day, 7), version: 1);
        _nights.SaveChanged().ToList().ShouldHaveSingleItem();
        _nights.SaveChanged().ShouldBeEmpty();
    }

    [Fact]
    public void An_old_night_goes_once_it_was_told_and_so_do_its_pieces()
    {
        _nights.Add(Report(Ana, Day, 7), version: 1);
        _nights.Add(Report(Ana, Day + 41, 7), version: 2);
        _nights.Expire();
        _nights.Of(Day).ShouldHaveSingleItem();
        _nights.Touched.Remove(Day);
        _nights.Expire();
        _nights.Of(Day).ShouldBeEmpty();
        _nights.TakeGone().ShouldNotBeEmpty();
        _nights.TakeGone().ShouldBeEmpty();
        _nights.SaveChanged().ToList().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_night_that_went_and_came_again_stays_in_the_snapshots()
    {
        var runtime = new SeededRuntime(1);
        TenantActor? actor = null;
        var context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = Tables.Empty },
            SourceNames = new Scenarios.Scenario(),
        };
        runtime.Spawn("tenant", () => actor = new TenantActor(context));
        var store = new SnapshotStore(context.Topology.Tenant.Index) { Epoch = 1 };
        Tell(Report(Ana, Day, 7), 1);
        Save();
        // The night is told and goes; a report on it that was long on its way comes in the same cycle.
        Tell(Report(Ana, Day + 41, 7), 2);
        Tell(Report(Bo, Day, 8), 3, isDue: false);
        for (var cycle = 0; cycle < 3; cycle++) Save();

        var kept = new Nights();
        foreach (var entity in new SnapshotStore(context.Topology.Tenant.Index).Restore(runtime.Log).ShouldNotBeNull().Entities)
            kept.Load(entity.Payload);
        kept.Of(Day).ShouldHaveSingleItem().Hours.ShouldBe(8);

        void Tell(TenantReport report, long version, bool isDue = true)
        {
            var outbox = new FactOutbox(context.Topology);
            outbox.ToTenant(runtime.Log, FactType.TenantReport, report.Account, report.Account, version, TenantReports.Encode(report));
            outbox.Flush(runtime.Log);
            if (isDue) runtime.Log.Append(context.Topology.Tenant, new ClockFrame(report.Time, SealAll: true).Encode());
            runtime.RunUntilIdle();
        }

        void Save()
        {
            IKept kept = actor.ShouldNotBeNull();
            kept.SaveChanged(store, runtime.Log);
            store.Write(runtime.Log, kept.SaveHeader());
            store.RemoveGone(runtime.Log);
        }
    }

    private static TenantReport Report(Key128 account, long day, double hours) =>
        new(TenantReportKind.QuietArc, account, day * EpochDay.Ms, default, default, hours, 9);
}
