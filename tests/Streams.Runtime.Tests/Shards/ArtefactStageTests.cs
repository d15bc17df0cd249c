using System.Buffers;
using System.Globalization;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

/// <summary>The map of artefacts has a cap, an expiry and a count, and what goes leaves the snapshots too.</summary>
public sealed class ArtefactStageTests
{
    private readonly ILog _log = new SeededRuntime(1).Log;

    [Fact]
    public void An_artefact_at_which_nobody_was_seen_for_long_goes()
    {
        var stage = Stage(new ShardSettings { KeepArtefactsMs = 180 * EpochDay.Ms });
        See(stage, "old", 1);
        See(stage, "new", 100);
        stage.Evaluate(_log, 1);
        stage.Expire(181 * EpochDay.Ms);
        stage.Count.ShouldBe(2);
        stage.Expire(182 * EpochDay.Ms);
        stage.Count.ShouldBe(1);
        stage.TakeForgotten().ShouldBe(1);
        stage.TakeForgotten().ShouldBe(0);
        stage.Save().Select(saved => saved.Artefact).ToList().ShouldBe([Key128.Of("new")]);
        stage.TakeGone().ShouldBe([Key128.Of("old")]);
        stage.TakeGone().ShouldBeEmpty();
    }

    [Fact]
    public void One_that_comes_again_stays_in_the_snapshots()
    {
        var stage = Stage(new ShardSettings());
        See(stage, "old", 1);
        stage.Evaluate(_log, 1);
        stage.Expire(400 * EpochDay.Ms);
        See(stage, "old", 400);
        stage.TakeGone().ShouldHaveSingleItem();
        stage.Save().ToList().ShouldHaveSingleItem("it is written after those that are gone were taken out");
    }

    [Fact]
    public void A_full_map_lets_go_what_was_not_seen_for_longest()
    {
        var stage = Stage(new ShardSettings { ArtefactsMax = 32 });
        for (var day = 1; day <= 33; day++) See(stage, "thing " + day, day);
        stage.Count.ShouldBe(30);
        stage.TakeForgotten().ShouldBe(3);
        stage.Save().Select(saved => saved.Artefact).ToList()
            .ShouldBe(Enumerable.Range(4, 30).Select(day => Key128.Of("thing " + day)), ignoreOrder: true);
    }

    [Fact]
    public void A_hunt_keeps_them_all()
    {
        var stage = Stage(ShardSettings.Sorted);
        See(stage, "old", 1);
        stage.Evaluate(_log, 1);
        stage.Expire(4_000 * EpochDay.Ms);
        stage.Count.ShouldBe(1);
    }

    private static ArtefactStage Stage(ShardSettings settings)
    {
        var context = new PipelineContext
        {
            Topology = new Topology(1),
            Set = new TableSet { Tables = Tables.Empty },
            SourceNames = new Nameless(),
            Shard = settings,
        };
        return new ArtefactStage(context, new FactOutbox(context.Topology));
    }

    private static void See(ArtefactStage stage, string artefact, int day)
    {
        var seen = new Sighting
        {
            Account = Key128.Of("ana"),
            AccountName = "ana",
            Person = Key128.Of("ana"),
            Type = ArtefactType.Device,
            Artefact = Key128.Of(artefact),
            Value = artefact,
            First = day * EpochDay.Ms,
            Last = day * EpochDay.Ms,
            Version = day,
        };
        var bytes = new ArrayBufferWriter<byte>();
        FactCodec.Write(bytes, seen);
        stage.Apply(seen.Artefact, bytes.WrittenSpan);
    }

    private sealed class Nameless : ISourceCatalogue
    {
        public string PathOf(int source) => source.ToString(CultureInfo.InvariantCulture);
    }
}
