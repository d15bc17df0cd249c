using Streams.Runtime.Actors;

namespace Streams.Simulation.World;

/// <summary>
/// How events reach the log: each with a delay below the allowed lateness, through one of several collectors, some
/// twice.
/// </summary>
internal static class Delivery
{
    public static List<OktaLine>[] Scatter(Town town, ulong seed, int partitions, long latenessMs)
    {
        var random = new SeededRandom(seed ^ 0xD1B54A32D192ED03);
        var sent = new List<(long Arrival, int Partition, OktaLine Line)>();
        foreach (var line in town.Lines)
        {
            sent.Add((line.Time + (long)(random.NextDouble() * (latenessMs - 1)), random.Next(partitions), line));
            if (random.Next(20) == 0) sent.Add((line.Time + (long)(random.NextDouble() * (latenessMs - 1)), random.Next(partitions), line));
        }

        var result = new List<OktaLine>[partitions];
        for (var i = 0; i < partitions; i++) result[i] = [];
        foreach (var (_, partition, line) in sent.OrderBy(s => s.Arrival)) result[partition].Add(line);
        return result;
    }
}
