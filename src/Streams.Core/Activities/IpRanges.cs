namespace Streams.Core.Activities;

/// <summary>
/// Which addresses cannot be a client's public one. Documentation ranges count as public here: only location cares
/// about them.
/// </summary>
internal static class IpRanges
{
    public static bool IsPublic(IpAddress ip) => !ip.IsNone && !(ip.IsV4 ? IsPrivateV4(ip.V4) : IsPrivateV6(ip));

    private static bool IsPrivateV4(uint a) =>
        a >> 24 is 0 or 10 or 127 or >= 224
        || a >> 20 == 0xAC1
        || a >> 16 is 0xC0A8 or 0xA9FE
        // 100.64/10, carrier NAT and overlay networks.
        || a >> 22 == 0x191;

    private static bool IsPrivateV6(IpAddress ip) =>
        ip.Hi >> 57 == 0xFC >> 1 || ip.Hi >> 54 == 0xFE80 >> 6 || ip.Hi >> 56 == 0xFF || (ip.Hi == 0 && ip.Lo == 1);
}
