using System.Buffers.Binary;
using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Tests.Enrichment;

/// <summary>Makes small databases of any layout: an IPv6 tree of 32-bit records, data without pointers.</summary>
public sealed class MmdbWriter(string type)
{
    private readonly List<(IpAddress Ip, int Length, object Record)> _networks = [];

    /// <summary><paramref name="length"/> in the address's own family.</summary>
    public MmdbWriter Add(string ip, int length, object record)
    {
        var address = IpAddress.Parse(ip);
        // In the tree IPv4 stands below ::/96, not below ::ffff:0:0/96.
        _networks.Add(address.IsV4 ? (new IpAddress(0, address.V4), 96 + length, record) : (address, length, record));
        return this;
    }

    public byte[] Build()
    {
        var nodes = new List<long[]> { new long[] { -1, -1 } };
        var data = new List<byte>();
        foreach (var (ip, length, record) in _networks)
        {
            var node = 0;
            for (var bit = 0; bit < length; bit++)
            {
                var side = (int)((bit < 64 ? ip.Hi >> (63 - bit) : ip.Lo >> (127 - bit)) & 1);
                if (bit == length - 1)
                {
                    nodes[node][side] = -2 - data.Count;
                }
                else
                {
                    if (nodes[node][side] < 0)
                    {
                        nodes.Add([-1, -1]);
                        nodes[node][side] = nodes.Count - 1;
                    }

                    node = (int)nodes[node][side];
                }
            }

            Write(data, record);
        }

        var file = new List<byte>();
        foreach (var node in nodes)
            foreach (var record in node)
                Number(file, (uint)(record switch { -1 => nodes.Count, < -1 => nodes.Count + 16 + (-2 - record), _ => record }), 4);
        file.AddRange(new byte[16]);
        file.AddRange(data);
        file.AddRange([0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8]);
        Write(file, new Dictionary<string, object>
        {
            ["node_count"] = (uint)nodes.Count,
            ["record_size"] = (ushort)32,
            ["ip_version"] = (ushort)6,
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = 1_700_000_000UL,
            ["database_type"] = type,
            ["description"] = new Dictionary<string, object>(),
            ["languages"] = new List<object>(),
        });
        return [.. file];
    }

    private static void Write(List<byte> into, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                Header(into, 2, bytes.Length);
                into.AddRange(bytes);
                break;
            case double number:
                Header(into, 3, 8);
                var eight = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(eight, number);
                into.AddRange(eight);
                break;
            case float number:
                Header(into, 15, 4);
                var four = new byte[4];
                BinaryPrimitives.WriteSingleBigEndian(four, number);
                into.AddRange(four);
                break;
            case ushort number:
                Header(into, 5, 2);
                Number(into, number, 2);
                break;
            case uint number:
                Header(into, 6, 4);
                Number(into, number, 4);
                break;
            case ulong number:
                Header(into, 9, 8);
                Number(into, number, 8);
                break;
            case bool truth:
                Header(into, 14, truth ? 1 : 0);
                break;
            case List<object> list:
                Header(into, 11, list.Count);
                foreach (var item in list) Write(into, item);
                break;
            case Dictionary<string, object> map:
                Header(into, 7, map.Count);
                foreach (var (key, item) in map)
                {
                    Write(into, key);
                    Write(into, item);
                }

                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not written here");
        }
    }

    private static void Header(List<byte> into, int type, int size)
    {
        var low = size < 29 ? size : 29;
        into.Add((byte)((type > 7 ? 0 : type << 5) | low));
        if (type > 7) into.Add((byte)(type - 7));
        if (size >= 29) into.Add((byte)(size - 29));
    }

    private static void Number(List<byte> into, ulong value, int bytes)
    {
        for (var i = bytes - 1; i >= 0; i--) into.Add((byte)(value >> (8 * i)));
    }
}
