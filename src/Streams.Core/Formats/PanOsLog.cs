namespace Streams.Core.Formats;

/// <summary>
/// Types of PAN-OS logs, by the fourth column or the CEF event class: which one we read and which we merely know.
/// </summary>
internal static class PanOsLog
{
    private static readonly FieldTable Types = new(
        "GLOBALPROTECT", "USERID", "HIPMATCH", "TRAFFIC", "THREAT", "SYSTEM", "CONFIG", "AUTHENTICATION", "DECRYPTION", "CORRELATION",
        "IPTAG", "SCTP", "GTP", "TUNNEL", "URL", "DATA", "WILDFIRE", "AUDIT");

    public static bool IsGlobalProtect(ReadOnlySpan<byte> type) => Types.Find(type) == 0;

    /// <summary>
    /// USERID repeats the session as an address-to-user mapping and HIPMATCH repeats the hip-check with an inside
    /// address: neither
    /// is a second login, so both are understood and ignored, like traffic and threats.
    /// </summary>
    public static bool IsKnown(ReadOnlySpan<byte> type) => Types.Find(type) >= 0;
}
