using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Files;
using Streams.Files.Sorting;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Deliver;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using Streams.Runtime.Shards;

namespace Streams.Cli.Hunting;

/// <summary>What a hunt found, and what it learned on the way.</summary>
internal sealed record HuntResult(HuntDocument Document, IReadOnlyCollection<AccountLink> Links, IReadOnlyList<string> Unreadable)
{
    /// <summary>What sinks would be given, in the order of versions; without clocks, the newest document of each entity.</summary>
    public IReadOnlyList<ResultDocument> Documents { get; init; } = [];
}

/// <summary>
/// The analysis over files: decode and sort once, then the pipeline of the service over the in-memory log. Sorting by
/// event time makes the result independent of how files are ordered, divided or overlap.
/// </summary>
internal sealed class HuntRunner(HuntOptions options, Progress progress)
{
    public HuntResult Run(IReadOnlyList<LogFile> files, CancellationToken cancel)
    {
        List<string> unreadable = [];
        return Run(intake => unreadable = Read(files, intake, cancel), cancel) with { Unreadable = unreadable };
    }

    /// <summary>Over whatever <paramref name="read"/> takes in.</summary>
    public HuntResult Run(Action<Intake> read, CancellationToken cancel)
    {
        var sources = new SourceTable(options.Sources);
        var resolver = new AccountResolver(options.Tables);
        using var sorter = new ExternalSorter(new SorterSettings
        {
            MemoryBytes = options.SortBytes,
            TempFolder = options.TempFolder,
            TempSetting = "--temp",
        });
        using var quarantine = options.Quarantine is null ? null : new QuarantineWriter(File.Create(options.Quarantine));
        var intake = new Intake(options, sources, sorter, resolver, quarantine);
        read(intake);

        progress.Stage("analysing", sorter.Count);
        var (documents, first, last) = Analyse(sources, sorter, resolver, intake.PushedCommits, quarantine, cancel);
        progress.Done();
        var accounts = documents.Accounts();
        var inputs = sources.ToDocuments();
        var document = new HuntDocument
        {
            Inputs = inputs,
            Totals = new TotalsDocument(
                inputs.Sum(i => i.Read), inputs.Sum(i => i.Decoded), inputs.Sum(i => i.Ignored), inputs.Sum(i => i.Duplicate),
                inputs.Sum(i => i.Quarantined), first, last),
            Accounts = accounts,
            Rings = documents.Rings(),
            Notes = HuntNotes.Of(options.Tables, sources, resolver, accounts.Count),
        };
        return new HuntResult(document, resolver.Links, []) { Documents = documents.All() };
    }

    private List<string> Read(IReadOnlyList<LogFile> files, Intake intake, CancellationToken cancel)
    {
        var unreadable = new List<string>();
        var readable = files.Where(f => f.IsReadable).OrderBy(f => f.Path, StringComparer.Ordinal).ToList();
        progress.Files(readable);
        foreach (var file in readable)
        {
            foreach (var part in LogParts.Open(file))
            {
                using (part)
                {
                    if (part.IsSkipped)
                    {
                        progress.Say($"left out {part.Path}: {part.Problem}");
                        continue;
                    }

                    if (part.Stream is null) unreadable.Add(part.Problem!);
                    intake.Read(part, bytes =>
                    {
                        cancel.ThrowIfCancellationRequested();
                        progress.Read(bytes);
                    });
                }
            }

            progress.FileDone(file);
        }

        return unreadable;
    }

    private (DocumentStore Documents, long? First, long? Last) Analyse(
        SourceTable sources, ExternalSorter sorter, AccountResolver resolver, HashSet<Key128> pushed, QuarantineWriter? quarantine,
        CancellationToken cancel)
    {
        using var runtime = new ThreadedRuntime(Environment.ProcessorCount, r => new MemoryLog(r, new MemoryLogOptions()));
        var pipeline = Pipeline.Start(runtime, runtime.Log, new PipelineContext
        {
            Topology = new Topology(options.Shards),
            Set = options.Set ?? new TableSet { Tables = options.Tables },
            Sources = [0],
            SourceNames = sources,
            NamesOf = resolver.NamesOf,
            // With clocks the moment at which a fact arrives shows in what is told between them.
            Shard = options.ClockEveryMs == 0 ? ShardSettings.Sorted : ShardSettings.Sorted with { FactLingerMs = 0 },
            EvidencePerDay = options.EvidencePerDay,
            AllAccounts = options.All,
            Alerts = options.Alerts,
            Poisoned = (origin, reason) =>
            {
                lock (sources)
                {
                    sources.Counts(origin.Source).MarkPoisoned();
                    quarantine?.Write(sources.Path(origin.Source), origin.Record, origin.Part, reason, default);
                }
            },
        }, new SupervisorPolicy(RestartsMax: 0));
        var ingest = new SortedIngest(options, new Topology(options.Shards), sources, sorter, resolver, pushed);
        if (options.ClockEveryMs > 0) pipeline.Documents.KeepAll();
        var reader = runtime.Spawn("ingest", () => ingest, new SupervisorPolicy(RestartsMax: 0), 1);
        runtime.RunUntilIdle(cancel);
        while (ingest.WaitsAt is { } time)
        {
            pipeline.Tick(time, cancel);
            runtime.Post(reader, new Message(MessageKind.Again));
            runtime.RunUntilIdle(cancel);
        }

        if (ingest.LastEvent == long.MinValue) return (pipeline.Documents, null, null);
        pipeline.Settle(ingest.LastEvent, cancel);
        return (pipeline.Documents, ingest.FirstEvent, ingest.LastEvent);
    }
}
