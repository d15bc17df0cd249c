using System.Globalization;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime;
using Streams.Runtime.Actors;
using Streams.Runtime.Control;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;

namespace Streams.Benchmarks.State;

/// <summary>
/// What an event costs from frame to documents when a deployment already knows many accounts: every account has state
/// before the measured events come, drawn alike or by Zipf's law. The ratio says what memory costs beside a small one.
/// </summary>
internal sealed class AccountsBenchmark : ISourceCatalogue
{
    private const int Events = 200_000, Rounds = 3, FrameEvents = 512;
    private const long StepMs = 200;
    private static readonly long Start = new DateTimeOffset(2025, 3, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private readonly SeededRuntime _runtime = new(1, runtime => new MemoryLog(runtime, new MemoryLogOptions()));
    private readonly Router _router;
    private readonly Activity _activity = new();
    private readonly int _accounts;
    private readonly Random _random = new(7);
    private long _offset;
    private long _time = Start;

    private AccountsBenchmark(int accounts)
    {
        _accounts = accounts;
        var topology = new Topology(8);
        Pipeline.Start(_runtime, _runtime.Log, new PipelineContext
        {
            Topology = topology,
            Set = new TableSet { Tables = Tables.Empty },
            Sources = [0],
            SourceNames = this,
        });
        _router = new Router(topology, 0, Position.Start);
        for (var i = 0; i < accounts; i++) Add(i);
        Flush();
    }

    public static void Run()
    {
        System.Console.WriteLine($"{Events:N0} events over state that is there, CPU ns an event (median of {Rounds})");
        System.Console.WriteLine("accounts | uniform | ratio | Zipf | ratio");
        var (baseUniform, baseZipf) = (0.0, 0.0);
        foreach (var accounts in new[] { 10_000, 100_000, 1_000_000 })
        {
            var bench = new AccountsBenchmark(accounts);
            var (uniform, zipf) = (bench.Median(bench.Uniform), bench.Median(bench.Zipf()));
            if (accounts == 10_000) (baseUniform, baseZipf) = (uniform, zipf);
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{accounts,9:N0} | {uniform,7:N0} | {uniform / baseUniform,5:0.00} | {zipf,5:N0} | {zipf / baseZipf,5:0.00}"));
        }
    }

    public string PathOf(int source) => "accounts";

    private double Median(Func<int> draw)
    {
        Measure(draw);
        return Enumerable.Range(0, Rounds).Select(_ => Measure(draw)).Order().ElementAt(Rounds / 2);
    }

    private double Measure(Func<int> draw)
    {
        var began = CpuClock.Nanoseconds();
        for (var i = 0; i < Events; i++) Add(draw());
        Flush();
        return (CpuClock.Nanoseconds() - began) / (double)Events;
    }

    private void Add(int account)
    {
        var name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"person.number{account:d7}@corp.example"));
        _time += StepMs;
        QuietEvent.Fill(_activity, account, _time, ActivityKind.SsoLogin, name);
        _router.Add(new Position(_offset, 0), name, _activity);
        _router.Count(_offset++, 1, 0, 0);
        if (_router.Events >= FrameEvents || _router.IsFull) Flush();
    }

    private void Flush()
    {
        _router.Flush(_runtime.Log, Position.EndOf(_offset - 1), _time, idle: false);
        _runtime.RunUntilIdle(CancellationToken.None);
    }

    private int Uniform() => _random.Next(_accounts);

    /// <summary>Exponent 1: the first account has as much as the next two together; neighbours are scattered.</summary>
    private Func<int> Zipf()
    {
        var sums = new double[_accounts];
        var sum = 0.0;
        for (var i = 0; i < _accounts; i++) sums[i] = sum += 1.0 / (i + 1);
        return () =>
        {
            var at = Array.BinarySearch(sums, _random.NextDouble() * sum);
            return (int)((at < 0 ? Math.Min(~at, _accounts - 1) : at) * 7_919L % _accounts);
        };
    }
}
