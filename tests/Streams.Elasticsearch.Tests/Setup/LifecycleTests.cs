using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests.Setup;

/// <summary>A server that has lifecycle policies, which the real one of the tests has not: the requests are looked at.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task Policies_are_written_named_by_the_templates_and_date_from_the_month()
    {
        var puts = new ConcurrentDictionary<string, string>();
        var policies = new ConcurrentDictionary<string, string>();
        using var server = new KibanaStub(async context =>
        {
            var path = context.Request.Path.Value!;
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            if (context.Request.Method == "PUT")
            {
                puts[path] = body;
                if (path.StartsWith("/_ilm/", StringComparison.Ordinal)) policies[path] = body;
                await KibanaStub.Say(context, """{"acknowledged":true}""");
            }
            else if (path == "/") await KibanaStub.Say(context, """{"version":{"number":"8.15.5"}}""");
            else if (path == "/_ilm/policy") await KibanaStub.Say(context, "{}");
            else if (policies.TryGetValue(path, out var policy)) await KibanaStub.Say(context, policy);
            else context.Response.StatusCode = 404;
        });
        var options = new ElasticsearchOptions
        {
            Hosts = [server.Url],
            Gzip = false,
            Retention = new RetentionOptions { Lifecycle = true, EvidenceDays = 30, AlertsDays = 400 },
        };

        (await Rig.SetupAsync(options)).Changed.ShouldContain("lifecycle policy streams-evidence");
        policies.Keys.Order().ShouldBe(["/_ilm/policy/streams-alerts", "/_ilm/policy/streams-evidence"]);
        ((string)JsonNode.Parse(policies["/_ilm/policy/streams-evidence"])!["policy"]!["phases"]!["delete"]!["min_age"]!).ShouldBe("30d");
        ((string)JsonNode.Parse(puts["/_index_template/streams-evidence"])!["template"]!["settings"]!["index"]!["lifecycle"]!["name"]!)
            .ShouldBe("streams-evidence");
        puts["/_index_template/streams-findings"].ShouldNotContain("lifecycle");
        (await Rig.SetupAsync(options)).Unchanged.ShouldContain("lifecycle policy streams-evidence");
        using var setup = new ElasticsearchSetup(options);
        (await setup.ApplyRetentionAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(429, 2, true)]
    [InlineData(503, 2, true)]
    [InlineData(429, 1_000, false)]
    [InlineData(500, 2, false)]
    public async Task A_server_that_is_only_busy_is_asked_again_for_a_while(int status, int times, bool isDone)
    {
        var asked = 0;
        using var server = new KibanaStub(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path == "/") await KibanaStub.Say(context, """{"version":{"number":"8.15.5"}}""");
            else if (path.StartsWith("/_index_template/streams-rings", StringComparison.Ordinal) && Interlocked.Increment(ref asked) <= times)
            {
                context.Response.StatusCode = status;
                await KibanaStub.Say(context, """{"error":{"type":"circuit_breaking_exception","reason":"Data too large"}}""");
            }
            else if (context.Request.Method == "PUT") await KibanaStub.Say(context, """{"acknowledged":true}""");
            else context.Response.StatusCode = 404;
        });
        var setup = Rig.SetupAsync(new ElasticsearchOptions
        {
            Hosts = [server.Url],
            Gzip = false,
            BackoffMin = TimeSpan.FromMilliseconds(2),
            BackoffMax = TimeSpan.FromMilliseconds(20),
        });
        if (isDone) (await setup).Changed.ShouldContain("template streams-rings");
        else (await Should.ThrowAsync<SetupException>(() => setup)).Message.ShouldContain("Data too large");
        asked.ShouldBeInRange(1, 20);
    }

    [Theory]
    [InlineData("""{"version":{"number":"7.17.1"}}""", "too old")]
    [InlineData("""{"version":{"number":"2.11.0","distribution":"opensearch"}}""", "no Elasticsearch")]
    [InlineData("<html>hello</html>", "does not answer")]
    [InlineData("{}", "no Elasticsearch")]
    public async Task What_is_no_elasticsearch_or_too_old_is_refused(string greeting, string said)
    {
        using var server = new KibanaStub(context => KibanaStub.Say(context, greeting));
        var refused = await Should.ThrowAsync<SetupException>(() => Rig.SetupAsync(new ElasticsearchOptions { Hosts = [server.Url] }));
        refused.Message.ShouldContain(said);
    }
}
