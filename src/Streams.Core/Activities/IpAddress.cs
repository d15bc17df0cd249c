using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Streams.Core.Activities;

/// <summary>
/// An IP address as a value: IPv4 as ::ffff:a.b.c.d, zero is "none". Sixteen bytes, no allocation, comparable.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly record struct IpAddress(ulong Hi, ulong Lo) : IComparable<IpAddress>
{
    private const ulong V4Prefix = 0x0000_FFFF_0000_0000;

    public bool IsNone => Hi == 0 && Lo == 0;

    public bool IsV4 => Hi == 0 && (Lo & 0xFFFF_FFFF_0000_0000) == V4Prefix;

    public uint V4 => unchecked((uint)Lo);

    public static IpAddress FromV4(uint address) => new(0, V4Prefix | address);

    /// <summary>IPv4 /32 or IPv6 /64: one household's line, as far as an address tells.</summary>
    public IpAddress Line => IsV4 ? this : this with { Lo = 0 };

    public int CompareTo(IpAddress other) => Hi != other.Hi ? Hi.CompareTo(other.Hi) : Lo.CompareTo(other.Lo);

    public IPAddress ToIPAddress()
    {
        if (IsV4) return new IPAddress(unchecked([(byte)(Lo >> 24), (byte)(Lo >> 16), (byte)(Lo >> 8), (byte)Lo]));
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, Hi);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Lo);
        return new IPAddress(bytes);
    }

    public static IpAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            address.TryWriteBytes(bytes, out _);
            return FromV4(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes));
        }

        address.TryWriteBytes(bytes, out _);
        return new IpAddress(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    public override string ToString() => IsNone ? "" : ToIPAddress().ToString();

    /// <summary>
    /// Reads an address in any of the spellings that logs use; "none" for what is no address or the unspecified one.
    /// </summary>
    public static IpAddress Parse(ReadOnlySpan<byte> text) => IpText.Parse(text);

    public static IpAddress Parse(string text) => IpText.Parse(Encoding.UTF8.GetBytes(text));
}
