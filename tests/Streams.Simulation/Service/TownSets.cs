using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Detections.NoSleepGap;
using Streams.Core.Formats;
using Streams.Runtime.Control;
using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>
/// Versions of a town's tables. They part in places of networks, which only ingest looks up: the oracle can then be told
/// event by event which version holds. A night's sleep is judged by few events, so that a small town has a cohort.
/// </summary>
internal static class TownSets
{
    private static readonly DetectionSettings Few = new() { NoSleepGap = new NoSleepGapSettings { WindowDays = 7, Slots = 2, Days = 1 } };

    private static readonly Dictionary<string, SourceSettings> Sources = new() { ["source"] = new SourceSettings { Domain = "corp.example" } };

    public static readonly IReadOnlyList<TableSet> All = [.. new[] { "first", "second", "third" }
        .Select((name, i) => new TableSet { Version = Key128.Of(name), Tables = Town.Tables(i), Detections = Few, Sources = Sources })];
}
