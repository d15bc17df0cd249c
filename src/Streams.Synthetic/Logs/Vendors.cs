namespace Streams.Synthetic.Logs;

/// <summary>Every log of the company, and how its files are kept.</summary>
internal static class Vendors
{
    public static IEnumerable<(VendorLog Log, Filing Filing)> All() =>
    [
        (new OktaLog(), new Filing { Overlaps = true, Gzip = period => period % 3 == 1, Beats = period => period % 4 == 2 }),
        (new EntraMonitorLog(), new Filing { Container = Container.Records, Gzip = period => period % 2 == 1 }),
        (new EntraGraphLog(), new Filing { Container = Container.Array }),
        (new GlobalProtectLog(), new Filing { Gzip = period => period % 3 == 2 }),
        (new CiscoAsaLog(), new Filing { Beats = period => period == 1 }),
        (new OpenVpnLog(), new Filing()),
        (new FortiGateLog(), new Filing { NewestFirst = period => period % 2 == 1 }),
        (new GitHubPushLog(), new Filing()),
        (new GitHubAuditLog(), new Filing { Overlaps = true, NewestFirst = period => period % 3 == 1 }),
        (new GitLabPushLog(), new Filing()),
        (new GitLabAuditLog(), new Filing { NewestFirst = _ => true }),
        (new GitHistoryLog(), new Filing { NewestFirst = _ => true, PeriodDays = 28 }),
    ];
}
