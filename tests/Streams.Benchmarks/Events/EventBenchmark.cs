using System.Globalization;
using Streams.Core.Enrichment;
using Streams.Runtime.Shards;
using Streams.Synthetic;

namespace Streams.Benchmarks.Events;

/// <summary>
/// CPU and bytes an event, as ratios to a bare walk over the same bytes. Fair because all variants run in one process
/// over one copy of the
/// bytes, interleaved within each round, after the compiler has settled; a ratio is taken within a round, and its
/// median is shown.
/// </summary>
internal static class EventBenchmark
{
    private const int Rounds = 5, WarmUps = 2;

    /// <summary>Aims of the design, for the JSON formats.</summary>
    private const double DecodeAim = 1.6, AllAim = 2.5;

    /// <summary>As a worker runs, whose facts wait as long as hunt's do.</summary>
    private static readonly ShardSettings Live = new() { FactLingerMs = ShardSettings.Sorted.FactLingerMs };

    public static void Run()
    {
        Say("events: generating …");
        var corpora = Corpus.Load();
        var tables = CompanyTables.Of(MixedRecords.Large);
        Say($"{corpora[^1].Count:N0} distinct events, {corpora[^1].Length / 1e6:N0} MB; warming up …");
        foreach (var corpus in corpora)
            for (var i = 0; i < WarmUps; i++) Round(corpus, tables);
        Say("");
        Say("format         events  bytes |  walk ns | decode ns  B/ev  ratio |    all ns   B/ev  ratio |   live ns   B/ev  ratio");
        var verdicts = new List<string>();
        foreach (var corpus in corpora)
        {
            var rounds = Enumerable.Range(0, Rounds).Select(_ => Round(corpus, tables)).ToList();
            Print(corpus, rounds);
            var decode = Ratio(rounds, r => r.Decode);
            var all = Ratio(rounds, r => r.All);
            if (corpus is { IsJson: true, Name: not "mixed" })
                verdicts.Add($"  {corpus.Name,-8} decode {decode:F2}x (aim {DecodeAim:F1}x: {Word(decode <= DecodeAim)})   all {all:F2}x (aim {AllAim:F1}x: {Word(all <= AllAim)})   "
                    + $"decode allocates {Median(rounds, r => r.Decode.BytesAnEvent):F1} B an event (aim 0)");
        }

        Say("");
        Say("walk: every token, nothing kept. decode: the whole decoder into a sink that counts. all: decode, enrich, resolve, frames, every");
        Say("detection, artefacts, rings and scores, as hunt runs them (sorted input). live: the same with 15 min of lateness and 2 days of event");
        Say("ids, so each event is stepped twice. all and live: the first third of the events makes the accounts and is not counted.");
        Say("");
        Say("ratios to the bare walk against the aims (JSON formats):");
        foreach (var verdict in verdicts) Say(verdict);
    }

    /// <summary>One format's decoding, or its whole pipeline, again and again: for a profiler.</summary>
    public static void Repeat(string what, string format)
    {
        const int Times = 12;
        var corpus = Corpus.Load().First(c => c.Name == format);
        var tables = CompanyTables.Of(MixedRecords.Large);
        for (var i = 0; i < Times; i++)
        {
            var decoder = new BareDecode();
            var sample = what == "decode" ? Sample.Of(corpus.Count, () => decoder.Over(corpus)) : Whole(corpus, tables, ShardSettings.Sorted);
            var walk = Sample.Of(corpus.Count, () => BareWalk.Over(corpus));
            Say($"{what} {sample.NanosecondsAnEvent:N0} ns {sample.BytesAnEvent:N0} B   walk {walk.NanosecondsAnEvent:N0} ns");
        }
    }

    private static RoundResult Round(Corpus corpus, Tables tables)
    {
        var tokens = 0L;
        var walk = Sample.Of(corpus.Count, () => tokens = BareWalk.Over(corpus));
        var decoder = new BareDecode();
        var decode = Sample.Of(corpus.Count, () => decoder.Over(corpus));
        if (tokens == 0 || decoder.Decoded == 0 || decoder.Refused > 0)
            throw new InvalidOperationException($"{corpus.Name}: {decoder.Decoded} decoded, {decoder.Refused} refused");
        return new RoundResult(walk, decode, Whole(corpus, tables, ShardSettings.Sorted), Whole(corpus, tables, Live));
    }

    /// <summary>
    /// A new pipeline each time: the same events twice would be duplicates. Accounts are made before counting begins.
    /// </summary>
    private static Sample Whole(Corpus corpus, Tables tables, ShardSettings settings)
    {
        var pipeline = new WholePipeline(corpus, tables, settings);
        var first = corpus.Count / 3;
        pipeline.Feed(first);
        var counted = corpus.Count - first;
        var events = Sample.Of(counted, () => pipeline.Feed(corpus.Count));
        // Documents are written once, so their allocation is no event's; their time is shared by all events.
        var last = MixedRecords.Large.Start.AddDays(MixedRecords.Large.Days).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var settle = Sample.Of(corpus.Count, () => pipeline.Settle(new DateTimeOffset(last).ToUnixTimeMilliseconds()));
        if (pipeline.Applied == 0) throw new InvalidOperationException($"{corpus.Name}: nothing came through the pipeline");
        return events with { NanosecondsAnEvent = events.NanosecondsAnEvent + settle.NanosecondsAnEvent };
    }

    private static void Print(Corpus corpus, IReadOnlyList<RoundResult> rounds)
    {
        var line = $"{corpus.Name,-13} {corpus.Count,7:N0} {corpus.Length / corpus.Count,6} | {Median(rounds, r => r.Walk.NanosecondsAnEvent),8:N0} |";
        Say(line + Cell(rounds, r => r.Decode, 5) + " |" + Cell(rounds, r => r.All, 6) + " |" + Cell(rounds, r => r.Live, 6));
    }

    private static string Cell(IReadOnlyList<RoundResult> rounds, Func<RoundResult, Sample> of, int width) =>
        $" {Median(rounds, r => of(r).NanosecondsAnEvent),9:N0} {Median(rounds, r => of(r).BytesAnEvent).ToString("N0", CultureInfo.InvariantCulture).PadLeft(width)} {Ratio(rounds, of),5:F2}x";

    private static double Ratio(IReadOnlyList<RoundResult> rounds, Func<RoundResult, Sample> of) =>
        Median(rounds, r => of(r).NanosecondsAnEvent / r.Walk.NanosecondsAnEvent);

    private static double Median(IReadOnlyList<RoundResult> rounds, Func<RoundResult, double> of) => Sample.Median(rounds.Select(of));

    private static string Word(bool met) => met ? "met" : "not met";

    private static void Say(string line) => System.Console.WriteLine(line);

    private readonly record struct RoundResult(Sample Walk, Sample Decode, Sample All, Sample Live);
}
