using System.Globalization;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Runtime.Frames;
using Streams.Runtime.Shards;

namespace Streams.Benchmarks.State;

/// <summary>
/// Sealed state of a quiet account, from the managed heap around a real account stage with 100,000 accounts: block,
/// name, index, slot and
/// whatever else is kept of an account that did nothing remarkable for two weeks. Every detection is on.
/// </summary>
internal static class StateBenchmark
{
    private const int Accounts = 100_000, Days = 14;
    private const double AimBytes = 4.5 * 1024;
    private const long DayMs = 86_400_000, HourMs = 3_600_000;
    private static readonly long Start = new DateTimeOffset(2025, 3, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static void Run()
    {
        var findings = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var stage = new AccountStage(new AccountEngine(DetectionCatalogue.All(new DetectionSettings())), Tables.Empty, new CommitMemory())
        {
            Changed = (_, found) => findings += found.Length,
            Said = (_, _, _) => { },
            Poisoned = (_, _, reason) => throw new InvalidOperationException("a quiet event must not fail", reason),
        };
        for (var day = 0; day < Days; day++) Day(stage, day);
        stage.Apply([], [], Start + (Days + 1) * DayMs);
        stage.Replay();
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Accounts;
        GC.KeepAlive(stage);
        System.Console.WriteLine();
        System.Console.WriteLine($"state: {Accounts:N0} quiet accounts over {Days} days, {findings} findings: {bytes:N0} bytes of sealed state an account");
        System.Console.WriteLine($"  aim {AimBytes:N0}: {(bytes <= AimBytes ? "met" : "not met")}; {new AccountEngine(DetectionCatalogue.All(new DetectionSettings())).BlockSize:N0} of it are the detections' block");
    }

    /// <summary>
    /// A sign-in, a tunnel up and a tunnel down on a working day, each account from its own line and device.
    /// </summary>
    private static void Day(AccountStage stage, int day)
    {
        if (day % 7 > 4) return;
        var activity = new Activity();
        var bytes = new ByteWriter(1 << 20);
        var pending = new PendingEvent[1];
        foreach (var (hour, kind) in new[] { (14, ActivityKind.SsoLogin), (15, ActivityKind.VpnStart), (22, ActivityKind.VpnEnd) })
        {
            for (var i = 0; i < Accounts; i++)
            {
                var name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"person.number{i:d6}@corp.example"));
                QuietEvent.Fill(activity, i, Start + day * DayMs + hour * HourMs + i * 30L, kind, name);
                bytes.Reset();
                ActivityCodec.Write(bytes, activity);
                var buffer = bytes.Written.ToArray();
                var text = new Utf8Text(name, 0, name.Length);
                pending[0] = new PendingEvent(
                    activity.Time, activity.EventKey, stage.AccountOf(activity.Account, text), 0, buffer.Length, 0,
                    new Position(i, 0), EventFlags.None);
                stage.Apply(pending, buffer, activity.Time);
                stage.Replay();
            }
        }
    }
}
