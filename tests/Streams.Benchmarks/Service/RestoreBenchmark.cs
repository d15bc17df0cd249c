using System.Globalization;
using Streams.Simulation.World;

namespace Streams.Benchmarks.Service;

/// <summary>A worker with one shard that knows many accounts: how long it takes until it processes again after a restart.</summary>
internal static class RestoreBenchmark
{
    private static readonly long Start = new DateTimeOffset(2025, 3, 3, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static int Run(int accounts)
    {
        using var broker = Broker.Start();
        if (broker is null)
        {
            System.Console.Error.WriteLine("bench restore: needs ../shared/services/kafka beside the repository");
            return 1;
        }

        Broker.Fill("raw", 1, [.. Enumerable.Range(0, accounts).Select(Record)]);
        using var run = new WorkerRun("raw", "restore", shards: 1, company: null);
        var (cpu, wall) = run.Measure();
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{accounts:N0} accounts made from as many records in {wall:0.0} s ({cpu:0.0} s CPU)"));
        foreach (var line in run.Restart()) System.Console.WriteLine(line);
        return 0;
    }

    private static byte[] Record(int account)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"person.number{account:d7}");
        return new OktaLine(
            Start + account * 10L, name + "@corp.example", "user.session.start", $"68.{account >> 16}.{account >> 8 & 255}.{account & 255}",
            "device-" + name, null, "session-" + name)
        {
            Id = "event-" + name,
            Called = name,
        }.ToBytes();
    }
}
