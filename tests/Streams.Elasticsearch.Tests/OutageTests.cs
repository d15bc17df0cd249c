using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests;

/// <summary>A real server is killed, suspended, shut for writing, starved and robbed of its templates while documents come.</summary>
public sealed class OutageTests
{
    private const int Documents = 120;

    [Fact]
    public async Task Nothing_is_lost_doubled_or_turned_back_whatever_happens_to_the_server()
    {
        if (Shared.IsMissing) return;
        // A tight server: bodies of 64 KB, one write waiting at most.
        using var server = new ElasticServer("http.max_content_length=64kb", "thread_pool.write.queue_size=1", "thread_pool.write.size=1");
        var options = new ElasticsearchOptions
        {
            Hosts = [server.Url],
            BackoffMin = TimeSpan.FromMilliseconds(20),
            BackoffMax = TimeSpan.FromMilliseconds(300),
            RequestTimeout = TimeSpan.FromSeconds(3),
            BulkBytes = 256 * 1024,
        };
        using var rig = await Rig.SetUpAsync(options);

        await rig.Sink.DeliverAsync(Round(0), default);
        rig.Sink.Counts.Accepted.ShouldBeGreaterThan(Documents);

        await DuringAsync(rig, Round(1), () => Now(server.Kill), "does not answer", () => Now(server.Start));
        await DuringAsync(rig, Round(2), () => Now(server.Suspend), "does not answer", () => Now(server.Resume));

        await SetAsync("streams-accounts/_settings", """{"index.blocks.write":true}""");
        await DuringAsync(rig, Round(3), () => Task.CompletedTask, "FORBIDDEN/8", () => SetAsync("streams-accounts/_settings", """{"index.blocks.write":null}"""));

        await SetAsync("streams-accounts/_settings", """{"index.blocks.read_only_allow_delete":true}""");
        await DuringAsync(rig, Round(4), () => Task.CompletedTask, "flood-stage", () => SetAsync("streams-accounts/_settings", """{"index.blocks.read_only_allow_delete":null}"""));

        // Several writers at once and one place in the queue: somebody is always turned away.
        var others = Enumerable.Range(0, 6).Select(_ => new Rig(options)).ToList();
        await Task.WhenAll(others.Select((other, i) => other.Sink.DeliverAsync(Round(5 + i), default)));
        others.ForEach(other => other.Dispose());

        // A month begins, and its template is not there.
        await server.AskAsync(HttpMethod.Delete, "_index_template/streams-findings");
        var april = Some.Finding("f-april", DateTimeOffset.Parse("2026-04-02T00:00:00Z").ToUnixTimeMilliseconds());
        await DuringAsync(
            rig, [Some.Result(Some.Account("april@corp.example", findings: april), Some.Version(9_000))], () => Task.CompletedTask,
            "index template streams-findings is missing", () => Rig.SetupAsync(options));
        (await server.AskAsync(HttpMethod.Get, "streams-findings-2026.04/_mapping")).ShouldContain("managed_by");

        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();
        await rig.Reader.RefreshAsync(default);
        var accounts = await rig.Reader.AccountsAsync(default);
        accounts.Count.ShouldBe(Documents + 1);
        accounts.Where(a => a.Account != "april@corp.example").ShouldAllBe(a => a.Events == 10 && a.Findings.Count == 1);
        (await rig.StoredAsync("findings")).Count.ShouldBe(Documents + 1);
        (await rig.StoredAsync("evidence")).Count.ShouldBe(2 * (Documents + 1));

        static Task Now(Action action)
        {
            action();
            return Task.CompletedTask;
        }

        Task<string> SetAsync(string path, string json) => server.AskAsync(HttpMethod.Put, path, json);
    }

    /// <summary>The documents of a round: the same accounts, each time newer, and one in ten out of an older round.</summary>
    private static IReadOnlyList<ResultDocument> Round(int round) =>
    [
        .. from i in Enumerable.Range(0, Documents)
           let version = i % 10 == 0 ? Math.Max(0, round - 1) : round
           from told in new[] { version, round }.Distinct()
           select Some.Result(
               Some.Account($"user{i}@corp.example", findings: Some.Finding($"f-{i}")) with { Events = told }, Some.Version(told * 1_000 + i)),
    ];

    /// <summary>Documents come while something is wrong; the sink says what, waits, and goes on when it is mended.</summary>
    private static async Task DuringAsync(
        Rig rig, IReadOnlyList<ResultDocument> documents, Func<Task> trouble, string heard, Func<Task> mend)
    {
        lock (rig.Said) rig.Said.Clear();
        await trouble();
        var delivery = rig.Sink.DeliverAsync(documents, default);
        while (!rig.Heard().Contains(heard, StringComparison.Ordinal))
        {
            if (delivery.IsCompleted) await delivery;
            delivery.IsCompleted.ShouldBeFalse($"expected to hear '{heard}', heard: {rig.Heard()}");
            await Task.Delay(20);
        }

        await mend();
        await delivery;
    }
}
