using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// Addresses that are nowhere: private, shared, link-local, loopback, documentation and the like (IANA special-purpose
/// registries).
/// </summary>
public static class ReservedRanges
{
    public static bool Holds(IpAddress ip) => ip.IsV4 ? HoldsV4(ip.V4) : HoldsV6(ip);

    private static bool HoldsV4(uint ip) => (ip >> 24) switch
    {
        0 or 10 or 127 => true,
        100 => (ip & 0xFFC0_0000) == 0x6440_0000,
        169 => (ip & 0xFFFF_0000) == 0xA9FE_0000,
        172 => (ip & 0xFFF0_0000) == 0xAC10_0000,
        // 192.168/16, and 192.0.2/24 for documentation.
        192 => (ip & 0xFFFF_0000) == 0xC0A8_0000 || (ip & 0xFFFF_FF00) == 0xC000_0200,
        // 198.18/15 for benchmarks, and 198.51.100/24 for documentation.
        198 => (ip & 0xFFFE_0000) == 0xC612_0000 || (ip & 0xFFFF_FF00) == 0xC633_6400,
        203 => (ip & 0xFFFF_FF00) == 0xCB00_7100,
        // Multicast and beyond.
        >= 224 => true,
        _ => false,
    };

    private static bool HoldsV6(IpAddress ip)
    {
        if (ip is { Hi: 0, Lo: <= 1 }) return true;
        var top = (ushort)(ip.Hi >> 48);
        return (top & 0xFE00) == 0xFC00
            || (top & 0xFFC0) == 0xFE80
            || (top & 0xFF00) == 0xFF00
            // Documentation: 2001:db8::/32 and 3fff::/20.
            || ip.Hi >> 32 == 0x2001_0DB8
            || ip.Hi >> 44 == 0x3FFF_0;
    }
}
