using System.Globalization;
using Streams.Benchmarks.Hunting;
using Streams.Acceptance.Service;
using Streams.Files;

namespace Streams.Benchmarks.Service;

/// <summary>
/// A whole worker process on a real broker against a bare consume-and-walk of the same topic, in pairs one after the
/// other, so that what else the machine does hits both.
/// </summary>
internal static class PipelineBenchmark
{
    private const int Partitions = 4, Shards = 8;

    public static int Run(int pairs, int events)
    {
        using var broker = Broker.Start();
        if (broker is null)
        {
            System.Console.Error.WriteLine("bench pipeline: needs ../shared/services/kafka beside the repository");
            return 1;
        }

        var company = Directory.CreateTempSubdirectory("streams-bench-company").FullName;
        try
        {
            var made = ChildRun.Of("dotnet", ProgramFile.Path, "generate", "--out", company, "--quiet");
            if (made.ExitCode != 0) throw new IOException(made.Output);
            var records = Records(Path.Combine(company, "logs"), events);
            Broker.Fill("raw", Partitions, records);
            Broker.Fill("few", Partitions, [.. records.Take(Partitions)]);
            Print(broker, company, pairs, records);
            return 0;
        }
        finally
        {
            Directory.Delete(company, recursive: true);
        }
    }

    private static void Print(Broker broker, string company, int pairs, IReadOnlyList<byte[]> records)
    {
        Say($"{records.Count:N0} records of {records.Average(r => (double)r.Length):N0} bytes, {Partitions} partitions, {Shards} shards, one worker, snapshots every 3 s");
        Say("CPU µs a record; 'net' is without what the same process takes over 4 records (start, JIT, restore of nothing)");
        Say("pair | worker | net | walk | net | ratio | net ratio | broker | records/s");
        var (worker0, walk0) = (Worker(company, "few", "zero").Cpu, Walk("few"));
        var ratios = new List<double>();
        var nets = new List<double>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var walk = Walk("raw");
            var before = broker.Cpu();
            var (cpu, wall) = Worker(company, "raw", string.Create(CultureInfo.InvariantCulture, $"pair{pair}"));
            var broken = broker.Cpu() - before;
            double Each(double seconds) => seconds * 1e6 / records.Count;
            ratios.Add(cpu / walk);
            nets.Add((cpu - worker0) / (walk - walk0));
            Say($"{pair + 1,4} | {Each(cpu),6:0.0} | {Each(cpu - worker0),4:0.0} | {Each(walk),4:0.0} | {Each(walk - walk0),4:0.0} | {ratios[^1],5:0.00} | {nets[^1],9:0.00} | {Each(broken),6:0.0} | {records.Count / wall,9:N0}");
        }

        Say($"median ratio {Median(ratios):0.00}, net {Median(nets):0.00}");
    }

    private static (double Cpu, double Wall) Worker(string company, string topic, string prefix)
    {
        using var run = new WorkerRun(topic, prefix, Shards, company);
        return run.Measure();
    }

    private static double Walk(string topic)
    {
        var run = ChildRun.Of("dotnet", typeof(PipelineBenchmark).Assembly.Location, "consume", Broker.Bootstrap, topic);
        return run.ExitCode == 0 ? run.CpuSeconds : throw new IOException(run.Output);
    }

    /// <summary>The company's records of all formats, in the order in which collectors would have sent them.</summary>
    private static List<byte[]> Records(string logs, int events)
    {
        var records = new List<(long Time, byte[] Record)>();
        foreach (var file in LogFiles.Find([logs]).OrderBy(f => f.Path, StringComparer.Ordinal).Where(f => !f.Path.Contains("/git/", StringComparison.Ordinal)))
        {
            foreach (var part in LogParts.Open(file))
            {
                using (part)
                {
                    using var reader = new RecordReader(part.Stream!);
                    var times = new SendTimes();
                    while (reader.Read(out var read, out _, out _))
                    {
                        byte[] record = [.. read];
                        records.Add((times.Of(record), record));
                    }
                }
            }
        }

        return [.. records.OrderBy(r => r.Time).Take(events).Select(r => r.Record)];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Say(FormattableString text) => System.Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string text) => System.Console.Out.WriteLine(text);
}
