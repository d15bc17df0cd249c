using Streams.Core.Scoring;
using Streams.Runtime.Shards;

namespace Streams.Cli.Running;

/// <summary>What became of every record, summed over the shards: the first counts what ingest did, each its own events.</summary>
internal sealed class Totals
{
    private readonly Dictionary<int, (SourceTotals Ingested, long Duplicates, long Skipped, long Newest)> _shards = [];

    public void Set(int shard, Watermarks marks)
    {
        var sum = new SourceTotals();
        long duplicates = 0, skipped = 0;
        foreach (var source in marks.Sources.Values)
        {
            sum = sum.Plus(source.Ingested);
            duplicates += source.Duplicates;
            skipped += source.Skipped;
        }

        lock (_shards) _shards[shard] = (sum, duplicates, skipped, marks.Newest);
    }

    public TotalsDocument ToDocument()
    {
        lock (_shards)
        {
            var sum = _shards.Values.Aggregate(new SourceTotals(), (total, shard) => total.Plus(shard.Ingested));
            var duplicates = _shards.Values.Sum(s => s.Duplicates);
            var skipped = _shards.Values.Sum(s => s.Skipped);
            var newest = _shards.Values.Select(s => s.Newest).DefaultIfEmpty(long.MinValue).Max();
            return new TotalsDocument(
                sum.Read, sum.Decoded - duplicates - skipped, sum.Ignored, duplicates, sum.Quarantined + skipped, null,
                newest == long.MinValue ? null : newest);
        }
    }
}
