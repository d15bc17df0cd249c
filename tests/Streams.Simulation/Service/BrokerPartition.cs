using Streams.Runtime.Actors;
using Streams.Runtime.Logs;

namespace Streams.Simulation.Service;

internal sealed class BrokerPartition
{
    private List<LogRecord> _records = [];

    /// <summary>Offset of the next record.</summary>
    public long End { get; private set; }

    /// <summary>What is before it was removed by retention.</summary>
    public long Low { get; set; }

    public void Add(byte[] value, byte[]? key, IReadOnlyList<LogHeader>? headers, long time) =>
        _records.Add(new LogRecord(End++, value, 0, value.Length, key) { Headers = headers, Timestamp = time });

    public IReadOnlyList<LogRecord> All() => _records;

    /// <summary>The last append of each key, without what is withdrawn.</summary>
    public IEnumerable<LogRecord> Live()
    {
        var last = new Dictionary<string, LogRecord>(StringComparer.Ordinal);
        foreach (var record in _records) last[Convert.ToHexString(record.Key ?? [])] = record;
        return last.Values.Where(r => r.Length > 0);
    }

    public int Read(long from, int max, List<LogRecord> to)
    {
        if (from < Low) throw new InvalidOperationException($"offset {from} was removed by retention, the partition begins at {Low}");
        var at = Find(from);
        var count = 0;
        for (; at < _records.Count && count < max; at++, count++) to.Add(_records[at]);
        return count;
    }

    public void Compact()
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var record in _records)
            if (record.Key is { } key) last[Convert.ToHexString(key)] = record.Offset;
        _records = [.. _records.Where(r => r.Key is null || (last[Convert.ToHexString(r.Key)] == r.Offset && r.Length > 0))];
    }

    /// <summary>A bit of a record's value flips on disk. A flaw that hides from the checksum is not what is meant.</summary>
    public string? Rot(SeededRandom random, Func<byte[], byte[]>? mend = null)
    {
        if (_records.Count == 0) return null;
        var at = random.Next(_records.Count);
        var record = _records[at];
        if (record.Length == 0) return null;
        var bytes = record.Span.ToArray();
        var bit = random.Next(bytes.Length * 8);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        if (mend is not null) bytes = mend(bytes);
        _records[at] = record with { Buffer = bytes, Start = 0 };
        return $"bit {bit} of the record at {record.Offset}";
    }

    private int Find(long from)
    {
        int low = 0, high = _records.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_records[middle].Offset < from) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
