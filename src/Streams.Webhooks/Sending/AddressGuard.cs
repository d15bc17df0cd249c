using System.Net;
using System.Net.Sockets;

namespace Streams.Webhooks.Sending;

/// <summary>
/// Says which addresses are of the public internet. A destination that could be a neighbour of ours would make the
/// service an attacker's hand inside the network.
/// </summary>
internal static class AddressGuard
{
    // IANA's special-purpose registry for IPv4, without the blocks that are globally reachable.
    private static readonly (IPNetwork Block, string Name)[] Special4 =
    [
        Block("0.0.0.0/8", "this network"), Block("10.0.0.0/8", "private"), Block("100.64.0.0/10", "carrier NAT"),
        Block("127.0.0.0/8", "loopback"), Block("169.254.0.0/16", "link-local"), Block("172.16.0.0/12", "private"),
        Block("192.0.0.0/24", "protocol assignments"), Block("192.0.2.0/24", "documentation"), Block("192.88.99.0/24", "6to4 relay"),
        Block("192.168.0.0/16", "private"), Block("198.18.0.0/15", "benchmarking"), Block("198.51.100.0/24", "documentation"),
        Block("203.0.113.0/24", "documentation"), Block("224.0.0.0/4", "multicast"), Block("240.0.0.0/4", "reserved"),
    ];

    // Of IPv6 only 2000::/3 is handed out; inside it, tunnels and examples are not.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly (IPNetwork Block, string Name)[] Special6 =
    [
        Block("2001::/23", "protocol assignments"), Block("2001:db8::/32", "documentation"), Block("2002::/16", "6to4"),
        Block("3fff::/20", "documentation"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Why the address is refused, or null where it is public.</summary>
    public static string? Refusal(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork) return NameOf(Special4, address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return "no internet address";
        if (address.IsIPv4MappedToIPv6) return Refusal(address.MapToIPv4());
        var bytes = address.GetAddressBytes();

        // Networks without IPv4 reach it through this prefix: what counts is the address inside.
        if (Nat64.Contains(address)) return Refusal(new IPAddress(bytes[12..]));
        if (address.ScopeId != 0 || !Global6.Contains(address)) return IPAddress.IsLoopback(address) ? "loopback" : "not public";
        if (bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe) return "ISATAP";
        return NameOf(Special6, address);
    }

    private static string? NameOf((IPNetwork Block, string Name)[] blocks, IPAddress address)
    {
        foreach (var (block, name) in blocks)
            if (block.Contains(address)) return name;
        return null;
    }

    private static (IPNetwork Block, string Name) Block(string network, string name) => (IPNetwork.Parse(network), name);
}
