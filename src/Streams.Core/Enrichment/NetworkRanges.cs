using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// Nested networks flattened into disjoint ranges, so that the longest prefix is one binary search. Immutable; lookups
/// allocate nothing.
/// </summary>
internal sealed class NetworkRanges
{
    private readonly uint[] _v4;
    private readonly int[] _v4Rows;
    private readonly UInt128[] _v6;
    private readonly int[] _v6Rows;

    /// <summary>Of equal networks the first wins.</summary>
    public NetworkRanges(IReadOnlyList<IpNetwork> networks)
    {
        var v4 = Flatten(networks, true);
        _v4 = [.. v4.Select(range => unchecked((uint)range.Start))];
        _v4Rows = [.. v4.Select(range => range.Row)];
        var v6 = Flatten(networks, false);
        _v6 = [.. v6.Select(range => range.Start)];
        _v6Rows = [.. v6.Select(range => range.Row)];
    }

    /// <summary>Index of the longest network that holds the address, or −1.</summary>
    public int Find(IpAddress ip)
    {
        if (ip.IsV4)
        {
            var at = Array.BinarySearch(_v4, ip.V4);
            if (at < 0) at = ~at - 1;
            return at < 0 ? -1 : _v4Rows[at];
        }
        else
        {
            var at = Array.BinarySearch(_v6, new UInt128(ip.Hi, ip.Lo));
            if (at < 0) at = ~at - 1;
            return at < 0 ? -1 : _v6Rows[at];
        }
    }

    private static List<(UInt128 Start, int Row)> Flatten(IReadOnlyList<IpNetwork> networks, bool v4)
    {
        var order = Enumerable.Range(0, networks.Count).Where(i => networks[i].Address.IsV4 == v4)
            .OrderBy(i => networks[i].First).ThenBy(i => networks[i].Length).ThenBy(i => i).ToList();
        var ranges = new List<(UInt128, int)>();
        var open = new Stack<int>();
        var limit = v4 ? new UInt128(0, 0x0000_FFFF_FFFF_FFFF) : UInt128.MaxValue;

        // Blocks nest or are disjoint: behind the end of one, the block around it goes on.
        void Close(UInt128 before)
        {
            while (open.Count > 0 && networks[open.Peek()].Last < before)
            {
                var last = networks[open.Pop()].Last;
                if (last < limit) Add(last + 1, open.Count > 0 ? open.Peek() : -1);
            }
        }

        void Add(UInt128 start, int row)
        {
            if (ranges.Count > 0 && ranges[^1].Item1 == start) ranges[^1] = (start, row);
            else ranges.Add((start, row));
        }

        foreach (var i in order)
        {
            Close(networks[i].First);
            if (open.Count > 0 && networks[open.Peek()] == networks[i]) continue;
            Add(networks[i].First, i);
            open.Push(i);
        }

        while (open.Count > 0)
        {
            var last = networks[open.Pop()].Last;
            if (last < limit) Add(last + 1, open.Count > 0 ? open.Peek() : -1);
        }

        return ranges;
    }
}
