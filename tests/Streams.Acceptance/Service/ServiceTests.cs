using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// The service on a real broker against hunt over the same logs: the same accounts, findings and rings, whatever
/// happens to the workers.
/// </summary>
public sealed class ServiceTests(ITestOutputHelper output) : IDisposable
{
    private const int Partitions = 2;
    private readonly GeneratedCompany _company = new(31, days: 14);
    private readonly Scratch _scratch = new();

    public void Dispose()
    {
        _company.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Killed_workers_change_nothing()
    {
        if (Shared.IsMissing) return;
        var kills = Setting("STREAMS_CHAOS_KILLS", 10);
        using var kafka = new KafkaServer();
        var logs = StreamedLogs();
        var feeder = new Feeder(kafka.Bootstrap, Partitions).Load(logs);
        using var deployment = new Deployment(kafka, _company, feeder.Topics, Partitions);
        foreach (var worker in new[] { "a", "b", "c" }) deployment.Start(worker);
        var random = new Random(5);
        var rate = Setting("STREAMS_CHAOS_RATE", 400);
        var feeding = Task.Run(() => feeder.Play(rate));
        var until = feeder.Records * 1000 / rate;
        for (var i = 0; i < kills; i++)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds((double)until / kills * (0.5 + random.NextDouble() / 2)));
            var worker = "abc"[random.Next(3)].ToString();
            deployment.Kill(worker);
            Thread.Sleep(random.Next(500));
            deployment.Start(worker);
        }

        await feeding;
        deployment.WaitUntilTaken(feeder.Topics, TimeSpan.FromMinutes(3));
        var expected = _company.HuntOver([logs]).Reconciles();
        var found = deployment.Export((string)expected.Root["totals"]!["last_event"]!);
        output.WriteLine($"{feeder.Records} records, {kills} kills, totals {found.Root["totals"]!.ToJsonString()}");
        deployment.Said.ShouldBe("");
        found.Total("read").ShouldBe(expected.Total("read"));
        Same(found, expected);
    }

    /// <summary>What a broker would be sent: a git log is read from a folder, not streamed.</summary>
    private string StreamedLogs()
    {
        var to = _scratch.At("logs");
        foreach (var folder in Directory.GetDirectories(_company.Logs).Where(f => Path.GetFileName(f) != "git"))
        {
            var copy = Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName;
            foreach (var file in Directory.GetFiles(folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return to;
    }

    private static void Same(HuntOutcome found, HuntOutcome expected)
    {
        if (found.Comparable == expected.Comparable) return;
        File.WriteAllText(Path.Combine(Path.GetTempPath(), "streams-found.json"), found.Comparable);
        File.WriteAllText(Path.Combine(Path.GetTempPath(), "streams-expected.json"), expected.Comparable);
        var (mine, theirs) = (found.Comparable.Split('\n'), expected.Comparable.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(mine.Length, theirs.Length)).FirstOrDefault(i => mine[i] != theirs[i]);
        string Around(string[] lines) => string.Join('\n', lines.Skip(Math.Max(0, at - 12)).Take(24));
        Assert.Fail($"line {at} differs, {mine.Length} lines against {theirs.Length}\nfound:\n{Around(mine)}\nexpected:\n{Around(theirs)}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
