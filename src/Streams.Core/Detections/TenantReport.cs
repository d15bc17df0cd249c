using Streams.Core.Activities;

namespace Streams.Core.Detections;

public enum TenantReportKind : byte
{
    /// <summary>
    /// An account's quiet arc of a closed day: <see cref="TenantReport.Value"/> now, <see cref="TenantReport.Earlier"/>
    /// 14 days before, hours.
    /// </summary>
    QuietArc,

    /// <summary>
    /// An account matched the watchlist entry <see cref="TenantReport.Subject"/>: one that matches many is suspended.
    /// </summary>
    WatchMatch,
}

/// <summary>
/// What a step tells the tenant's stage, which alone sees all accounts. A value, so that telling allocates nothing.
/// </summary>
public readonly record struct TenantReport(
    TenantReportKind Kind, Key128 Account, long Time, CountryCode Country, Key128 Subject, double Value,
    double Earlier);
