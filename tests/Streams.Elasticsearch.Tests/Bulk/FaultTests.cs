using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests.Bulk;

/// <summary>Answers that a real server gives on its worst days, one after the other.</summary>
public sealed class FaultTests
{
    private const string Busy = """{"type":"es_rejected_execution_exception","reason":"queue is full"}""";

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_item_that_fails_for_now_is_sent_again_alone(int status)
    {
        using var server = new StubServer(StubServer.Each(i => i == 1 ? (status, Busy) : (201, null)), StubServer.Accept);
        using var rig = new Rig(server.Options);
        await rig.DeliverAsync(Rings(3));
        var bulks = server.Bulks.ToList();
        bulks.Count.ShouldBe(2);
        Ids(bulks[0]).Count.ShouldBe(3);
        Ids(bulks[1]).ShouldHaveSingleItem().ShouldBe(Ids(bulks[0])[1]);
        rig.Sink.Counts.Accepted.ShouldBe(3);
        rig.Sink.Counts.Retried.ShouldBe(1);
        rig.Heard().ShouldContain("queue is full");
        rig.Heard().ShouldContain("takes documents again");
    }

    public static TheoryData<string> WholeFaults =>
        ["429", "500", "502", "503", "504", "garbage", "cut", "empty", "few", "others", "abort", "hang", "html"];

    [Theory]
    [MemberData(nameof(WholeFaults))]
    public async Task A_request_without_a_usable_answer_is_sent_again_whole(string fault)
    {
        using var server = new StubServer(Faulty(fault), Faulty(fault), StubServer.Accept);
        using var rig = new Rig(server.Options with { RequestTimeout = TimeSpan.FromMilliseconds(fault == "hang" ? 300 : 10_000) });
        await rig.DeliverAsync(Rings(3));
        var bulks = server.Bulks.ToList();
        bulks.Count.ShouldBe(3);
        bulks.ShouldAllBe(asked => Ids(asked).Count == 3);
        rig.Sink.Counts.Accepted.ShouldBe(3);
        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_document_goes_under_external_versioning()
    {
        using var server = new StubServer();
        using var rig = new Rig(server.Options);
        await rig.DeliverAsync([.. Rings(2), Some.Result(Some.Account(findings: Some.Finding()), Some.Version(9)), new("ring:gone", 5, [])]);
        var lines = server.Bulks.SelectMany(b => b.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where((_, i) => i % 2 == 0).ToList();
        lines.Count.ShouldBe(2 + 1 + 1 + 2 + 1 + 1);
        foreach (var line in lines)
        {
            var action = JsonNode.Parse(line)!["index"]!;
            ((string)action["version_type"]!).ShouldBe("external");
            ((long)action["version"]!).ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved_until_it_fits_and_later_ones_begin_smaller()
    {
        Func<HttpContext, string, Task> small = (context, body) =>
            body.Length > 3_000 ? StubServer.Status(413)(context, body) : StubServer.Accept(context, body);
        using var server = new StubServer(small);
        using var rig = new Rig(server.Options);
        await rig.DeliverAsync(Rings(16, from: 10));
        rig.Sink.Counts.Accepted.ShouldBe(16);
        var first = server.Bulks.Count();
        await rig.DeliverAsync(Rings(16, from: 40));
        rig.Sink.Counts.Accepted.ShouldBe(32);
        (server.Bulks.Count() - first).ShouldBeLessThan(first);
    }

    [Fact]
    public async Task A_single_document_that_is_too_large_is_set_aside()
    {
        using var server = new StubServer(StubServer.Status(413));
        using var rig = new Rig(server.Options);
        await rig.DeliverAsync(Rings(1));
        (await rig.Quarantine.ListAsync(default)).ShouldHaveSingleItem().Reason.ShouldStartWith("413");
    }

    [Fact]
    public async Task A_request_refused_as_malformed_is_divided_until_the_one_is_found()
    {
        Func<HttpContext, string, Task> picky = (context, body) =>
            body.Contains("\"_id\":\"r-5\"", StringComparison.Ordinal)
                ? StubServer.Status(400, """{"error":{"type":"illegal_argument_exception","reason":"no"},"status":400}""")(context, body)
                : StubServer.Accept(context, body);
        using var server = new StubServer(picky);
        using var rig = new Rig(server.Options);
        await rig.DeliverAsync(Rings(8));
        rig.Sink.Counts.Accepted.ShouldBe(7);
        (await rig.Quarantine.ListAsync(default)).ShouldHaveSingleItem().Id.ShouldBe("r-5");
    }

    [Theory]
    [InlineData(401, "credentials")]
    [InlineData(403, "create_index, index")]
    public async Task A_refused_request_stops_the_sink_and_names_the_remedy(int status, string remedy)
    {
        using var server = new StubServer(StubServer.Status(status,
            """{"error":{"type":"security_exception","reason":"action [indices:data/write/bulk] is unauthorized"},"status":403}"""));
        using var rig = new Rig(server.Options);
        var stopped = await Should.ThrowAsync<SinkStoppedException>(() => rig.DeliverAsync(Rings(2)));
        stopped.Message.ShouldContain(remedy);
        stopped.Message.ShouldContain("is unauthorized");
    }

    [Fact]
    public async Task An_item_refused_for_want_of_a_permission_stops_the_sink()
    {
        using var server = new StubServer(StubServer.Each(i => i == 0
            ? (403, """{"type":"security_exception","reason":"granted by the index privileges [index,write,all]"}""") : (201, null)));
        using var rig = new Rig(server.Options);
        (await Should.ThrowAsync<SinkStoppedException>(() => rig.DeliverAsync(Rings(2)))).Message.ShouldContain("[index,write,all]");
    }

    [Fact]
    public async Task A_conflict_in_words_of_another_version_is_cleared_up_by_asking()
    {
        var conflict = """{"type":"version_conflict_engine_exception","reason":"the document moved on"}""";
        using var server = new StubServer(StubServer.Each(_ => (409, conflict)))
        {
            Stored = $$"""{"docs":[{"_index":"streams-rings","_id":"r-0","found":true,"_version":{{Some.Version(99)}} }]}""",
        };
        using var rig = new Rig(server.Options);
        await rig.DeliverAsync(Rings(1));
        rig.Sink.Counts.Superseded.ShouldBe(1);
        server.Asked.Count(asked => asked.Path == "/_mget").ShouldBe(1);
    }

    [Fact]
    public async Task Waiting_ends_when_the_service_does()
    {
        using var server = new StubServer(StubServer.Status(503));
        using var rig = new Rig(server.Options);
        using var stop = new CancellationTokenSource();
        var delivery = rig.Sink.DeliverAsync(Rings(2), stop.Token);
        while (!server.Bulks.Any()) await Task.Yield();
        stop.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => delivery);
    }

    private static ResultDocument[] Rings(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Some.Result(Some.Ring($"r-{i}"), Some.Version(i + 1)))];

    private static List<string> Ids(Asked asked) =>
        [.. asked.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i % 2 == 0)
            .Select(line => (string)JsonNode.Parse(line)!["index"]!["_id"]!)];

    private static Func<HttpContext, string, Task> Faulty(string fault) => fault switch
    {
        "garbage" => (context, _) => context.Response.WriteAsync("}{ not json"),
        "cut" => (context, _) => context.Response.WriteAsync("""{"took":3,"errors":false,"items":[{"index":{"_id":"r-0","status":201}},{"ind"""),
        "empty" => (context, _) => Task.CompletedTask,
        "few" => (context, _) => context.Response.WriteAsync("""{"items":[{"index":{"_id":"r-0","status":201}}]}"""),
        "others" => (context, _) => context.Response.WriteAsync(
            """{"items":[{"index":{"_id":"a","status":201}},{"index":{"_id":"b","status":201}},{"index":{"_id":"c","status":201}}]}"""),
        "html" => (context, _) => context.Response.WriteAsync("<html>All is well</html>"),
        "abort" => (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        }
        ,
        "hang" => (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
        _ => StubServer.Status(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), "<html>bad day</html>"),
    };
}
