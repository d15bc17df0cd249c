using Streams.Core.Activities;
using Streams.Runtime.Control;
using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>
/// Two versions of a town's tables. They part in one network's place, which only ingest looks up: the oracle can then
/// be told event by event which version holds.
/// </summary>
internal static class TownSets
{
    public static readonly IReadOnlyList<TableSet> All =
    [
        new TableSet { Version = Key128.Of("first"), Tables = Town.Tables() },
        new TableSet { Version = Key128.Of("second"), Tables = Town.Tables(isLater: true) },
    ];
}
