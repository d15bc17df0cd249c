using Microsoft.Extensions.Logging;
using Streams.Cli.Reference;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Service;

/// <summary>Says of a reload what became of it, in the log and in the metrics.</summary>
internal static class ReloadReport
{
    public static void Say(TableChange change, ILogger log, StreamsMetrics metrics)
    {
        metrics.Reloaded("tables", change.Loaded is not null);
        if (change.Loaded is { } tables) ServiceLog.TablesInForce(log, tables.Hash, tables.Hashes.Count);
        foreach (var problem in change.Problems) ServiceLog.TablesRefused(log, problem);
    }

    public static void Say(DetectionsChange change, ILogger log, StreamsMetrics metrics)
    {
        metrics.Reloaded("detections", change.Loaded is not null);
        if (change.Loaded is { } settings) ServiceLog.DetectionsInForce(log, Configuration.SettingsText.Hash(settings));
        foreach (var problem in change.Problems) ServiceLog.DetectionsRefused(log, problem.ToString());
    }
}
