using System.Text;

namespace Streams.Synthetic.Logs;

/// <summary>
/// Records that no reader can understand, planted on purpose: a torn line and another program's chatter. The truth file
/// lists them.
/// </summary>
internal static class Defects
{
    private static readonly byte[] Torn = Encoding.UTF8.GetBytes("{\"actor\":{\"id\":\"00uTORN\",\"type\":\"User\",\"alternateId\":\"torn@corp.ex");
    private static readonly byte[] Chatter = Encoding.UTF8.GetBytes("<30>Feb 17 00:00:01 fw-gp-1 cron[811]: (root) CMD (run-parts /etc/cron.hourly)");

    public static byte[]? Of(VendorLog log, int period) => (log, period) switch
    {
        (OktaLog, 0) => Torn,
        (GlobalProtectLog, 0) => Chatter,
        _ => null,
    };

    public static readonly IReadOnlyList<(string Folder, string Why)> Planted =
    [
        ("logs/okta", "first line of the first file is a record torn in the middle"),
        ("logs/globalprotect", "first line of the first file is a syslog line of another program"),
    ];
}
