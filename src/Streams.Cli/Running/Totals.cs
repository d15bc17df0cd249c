using Streams.Core.Scoring;
using Streams.Runtime.Shards;

namespace Streams.Cli.Running;

/// <summary>What became of every record, summed over the shards: the first counts what ingest did, each its own events.</summary>
internal sealed class Totals
{
    private readonly Dictionary<int, (SourceTotals Ingested, long Duplicates, long Skipped, long Late, long Newest)> _shards = [];

    public void Set(int shard, Watermarks marks)
    {
        var sum = new SourceTotals();
        long duplicates = 0, skipped = 0, late = 0;
        foreach (var source in marks.Sources.Values)
        {
            sum = sum.Plus(source.Ingested);
            duplicates += source.Duplicates;
            skipped += source.Skipped;
            late += source.Late;
        }

        lock (_shards) _shards[shard] = (sum, duplicates, skipped, late, marks.Newest);
    }

    /// <summary>Events that came after their time was sealed; counted among the decoded.</summary>
    public long Late
    {
        get
        {
            lock (_shards) return _shards.Values.Sum(shard => shard.Late);
        }
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
