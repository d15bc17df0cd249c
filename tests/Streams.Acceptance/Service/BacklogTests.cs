using System.Globalization;
using Xunit.Abstractions;

namespace Streams.Acceptance.Service;

/// <summary>
/// Nothing takes what a worker finds, and ten times what it may hold waits for it. STREAMS_BACKLOG_LIMIT is that limit in
/// MiB; STREAMS_BACKLOG_ACCOUNTS and _DAYS make the backlog large enough.
/// </summary>
[Collection(ServiceTestGroup.Name)]
[Trait("Category", "Campaign")]
public sealed class BacklogTests(ServiceWorld world, ITestOutputHelper output) : IDisposable
{
    private const long MiB = 1 << 20;
    private readonly Scratch _scratch = new();
    private readonly GeneratedCompany _company =
        new(31, ServiceWorld.Setting("STREAMS_BACKLOG_DAYS", 280), ServiceWorld.Setting("STREAMS_BACKLOG_ACCOUNTS", 1_000));

    [Fact]
    public void With_all_sinks_down_a_long_backlog_does_not_grow_a_worker()
    {
        if (Shared.IsMissing) return;
        var limit = ServiceWorld.Setting("STREAMS_BACKLOG_LIMIT", 384) * MiB;
        var name = world.Name();
        var logs = _company.Streamed();
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        feeder.Bytes.ShouldBeGreaterThan(10 * limit, "the backlog is too short for this limit: more STREAMS_BACKLOG_ACCOUNTS or _DAYS");
        using var elastic = new ElasticServer();
        using var receiver = new Receiver();
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            Patience = TimeSpan.FromMinutes(40),
            MemoryMiB = (int)(limit / MiB),
            Tables = _company.Folder,
            More = $"""
            {elastic.Section(name)}
            {receiver.Sections(_scratch, "dispositions: [page, ticket, review]")}
            """,
        });
        feeder.Play(rate: 0);
        elastic.Kill();
        receiver.Dispose();
        var began = Environment.TickCount64;
        deployment.Start("a");
        long peak = 0;
        deployment.WaitUntilTaken(feeder.Topics, () => peak = Math.Max(peak, deployment.PeakBytes("a")));
        var seconds = (Environment.TickCount64 - began) / 1000;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{feeder.Records:N0} records, {feeder.Bytes / MiB:N0} MiB, taken in {seconds} s with all sinks down; ")
            + string.Create(CultureInfo.InvariantCulture, $"resident memory peaked at {peak / MiB:N0} MiB of {limit / MiB:N0}"));
        peak.ShouldBeInRange(1, limit);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
        var expected = _company.HuntOver([logs]).Reconciles();
        deployment.Export(expected.LastEvent()).ShouldEqual(expected);
    }

    public void Dispose()
    {
        _company.Dispose();
        _scratch.Dispose();
    }
}
