using Microsoft.AspNetCore.Http;
using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;
using Streams.Runtime.Telemetry;

namespace Streams.Elasticsearch.Tests.Bulk;

/// <summary>What the sink counts and says of itself while it works, and while it is kept from it.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Busy = """{"type":"es_rejected_execution_exception","reason":"queue is full"}""";
    private const string Wrong = """{"type":"document_parsing_exception","reason":"failed to parse"}""";

    private const string Older = """
        {"type":"version_conflict_engine_exception","reason":"[r-2]: version conflict, current version [123145302310915] is higher or equal to the one provided [3]"}
        """;

    private readonly Counts _counts = new();
    private readonly SinkTelemetry _telemetry = new(new StreamsMetrics(), new Vitals());

    public void Dispose()
    {
        _telemetry.Metrics.Dispose();
        _counts.Dispose();
    }

    [Fact]
    public async Task Each_document_is_counted_by_what_became_of_it()
    {
        using var server = new StubServer(
            StubServer.Each(i => i switch { 0 => (429, Busy), 1 => (400, Wrong), 2 => (409, Older), _ => (201, null) }), StubServer.Accept);
        using var rig = new Rig(server.Options, telemetry: _telemetry);
        await rig.DeliverAsync(Rings(5));
        long Of(string outcome) => _counts["streams.sink.documents", "sink=elasticsearch", "outcome=" + outcome];
        (Of("accepted"), Of("older"), Of("quarantined"), Of("retried")).ShouldBe((3, 1, 1, 1));
        _counts["streams.events.dropped", "reason=refused", "stage=sending"].ShouldBe(1);
        _counts["db.client.operation.duration", "db.operation.name=bulk", "db.response.status_code=200"].ShouldBe(2);
        _counts["db.client.operation.duration", $"db.collection.name={server.Options.Prefix}-rings"].ShouldBe(2);
        _telemetry.Vitals.Sink("elasticsearch").Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task While_the_server_is_away_it_says_so_and_that_is_over_when_it_is_back()
    {
        var isBack = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        async Task Away(HttpContext context, string body)
        {
            asked.TrySetResult();
            await (isBack.Task.IsCompleted ? StubServer.Accept : StubServer.Status(503))(context, body);
        }

        using var server = new StubServer(Away);
        using var rig = new Rig(server.Options, telemetry: _telemetry);
        var delivery = rig.DeliverAsync(Rings(2));
        await asked.Task;
        var sink = _telemetry.Vitals.Sink("elasticsearch");
        SpinWait.SpinUntil(() => sink.Trouble is not null, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        sink.Trouble!.ShouldContain("503");
        isBack.SetResult();
        await delivery;
        sink.Trouble.ShouldBeNull();
        _counts["db.client.operation.duration", "error.type=503"].ShouldBeGreaterThan(0);
        _counts["streams.sink.documents", "outcome=accepted"].ShouldBe(2);
    }

    private static ResultDocument[] Rings(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Some.Result(Some.Ring($"r-{i}"), Some.Version(i + 1)))];
}
