using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>
/// A MaxMind DB file in memory: address → position of its record, without allocation. Immutable, so any number of
/// threads may read it.
/// </summary>
public sealed class MmdbReader
{
    /// <summary>Zero bytes between the search tree and the data.</summary>
    private const int Separator = 16;

    private readonly byte[] _bytes;
    private readonly uint _nodes;
    private readonly int _recordSize, _nodeBytes, _markerAt;
    private readonly uint _v4Start;
    private readonly int _v4Depth;

    private MmdbReader(string name, byte[] bytes)
    {
        Name = name;
        _bytes = bytes;
        Metadata = MmdbMetadata.Read(name, bytes, out _markerAt);
        _nodes = Metadata.NodeCount;
        _recordSize = Metadata.RecordSize;
        _nodeBytes = _recordSize / 4;
        var treeBytes = (long)_nodes * _nodeBytes;
        if (treeBytes + Separator > _markerAt)
        {
            throw new MmdbException(name, _markerAt,
                string.Create(CultureInfo.InvariantCulture, $"{_markerAt} bytes before the metadata"),
                string.Create(CultureInfo.InvariantCulture, $"{treeBytes + Separator}, for the {_nodes} nodes that the metadata announces"));
        }

        Data = new MmdbSection(name, bytes, (int)treeBytes + Separator, _markerAt);
        if (Metadata.IpVersion == 6)
            for (; _v4Depth < 96 && _v4Start < _nodes; _v4Depth++) _v4Start = Child(_v4Start, 0);
    }

    public string Name { get; }

    public MmdbMetadata Metadata { get; }

    internal MmdbSection Data { get; }

    /// <summary>Takes the bytes as they are; they must not change afterwards.</summary>
    /// <exception cref="MmdbException">The file cannot be used.</exception>
    public static MmdbReader Open(string name, byte[] bytes) => new(name, bytes);

    /// <summary>File position of the address's record, or −1 where the database has none.</summary>
    public int Find(IpAddress ip) => Find(ip, out _);

    /// <summary>
    /// <paramref name="prefix"/>: length of the network that shares the answer, in the address's own family.
    /// </summary>
    public int Find(IpAddress ip, out int prefix)
    {
        var v4 = ip.IsV4;
        uint node = 0;
        prefix = 0;
        if (v4 && Metadata.IpVersion == 6)
        {
            node = _v4Start;
            // A record that ends above the IPv4 part of the tree answers for all of IPv4.
            if (node >= _nodes) return Position(node);
        }
        else if (!v4 && Metadata.IpVersion == 4)
        {
            return -1;
        }

        var bits = v4 ? (ulong)ip.V4 << 32 : ip.Hi;
        var length = v4 ? 32 : 128;
        for (; node < _nodes && prefix < length; prefix++)
        {
            if (prefix == 64) bits = ip.Lo;
            node = Child(node, (int)((bits >> (63 - (prefix & 63))) & 1));
        }

        if (node < _nodes)
        {
            throw new MmdbException(Name, (long)node * _nodeBytes, "a search tree deeper than an address is long",
                string.Create(CultureInfo.InvariantCulture, $"a leaf after {length} bits"));
        }

        return Position(node);
    }

    /// <summary>
    /// The whole record as objects (dictionaries, lists, strings, numbers); null where there is none.
    /// </summary>
    public object? Lookup(IpAddress ip)
    {
        var at = Find(ip);
        return at < 0 ? null : new MmdbDecoder(Data).Decode(at);
    }

    private int Position(uint node)
    {
        if (node == _nodes) return -1;
        var at = Data.Start + ((long)node - _nodes - Separator);
        if (node - _nodes >= Separator && at < _markerAt) return (int)at;
        throw new MmdbException(Name, at, string.Create(CultureInfo.InvariantCulture, $"search tree record {node}"),
            string.Create(CultureInfo.InvariantCulture, $"one that points into the data, bytes {Data.Start} to {_markerAt - 1}"));
    }

    private uint Child(uint node, int side)
    {
        // The constructor has checked that all nodes lie in the file, and callers that the node exists.
        var at = (int)(node * (long)_nodeBytes);
        var bytes = _bytes;
        unchecked
        {
            switch (_recordSize)
            {
                case 24:
                    at += side * 3;
                    return ((uint)bytes[at] << 16) | ((uint)bytes[at + 1] << 8) | bytes[at + 2];
                case 28:
                    var middle = (uint)bytes[at + 3];
                    var high = side == 0 ? middle >> 4 : middle & 15;
                    at += side * 4;
                    return (high << 24) | ((uint)bytes[at] << 16) | ((uint)bytes[at + 1] << 8) | bytes[at + 2];
                default:
                    at += side * 4;
                    return ((uint)bytes[at] << 24) | ((uint)bytes[at + 1] << 16) | ((uint)bytes[at + 2] << 8) | bytes[at + 3];
            }
        }
    }
}
