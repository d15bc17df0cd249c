using System.Net;
using System.Net.Sockets;
using Streams.Cli.Checking;
using Streams.Cli.Commands;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Tests.Checking;

public sealed class CheckTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Nobody_is_asked_while_the_configuration_is_wrong()
    {
        var probe = new CountingProbe();
        var sources = new ConfigurationSources
        {
            File =
            _scratch.Write("streams.yaml", "kafka: {groop: x}\nsources: [{topic: a}]"),
            WorkingFolder = _scratch.Folder
        };
        (await CheckCommand.RunAsync(sources, [probe], default)).ShouldHaveSingleItem().Path.ShouldBe("kafka.groop");
        probe.Asked.ShouldBe(0);
        _scratch.Write("streams.yaml", "sources: [{topic: a}]");
        (await CheckCommand.RunAsync(sources, [probe, probe], default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_table_that_cannot_be_used_is_a_problem_of_the_configuration()
    {
        _scratch.Write("allow.csv", "rule,account\n");
        var sources = new ConfigurationSources
        {
            File =
            _scratch.Write("streams.yaml", "tables: {allow: allow.csv}\nsources: [{topic: a}]"),
            WorkingFolder = _scratch.Folder
        };
        (await CheckCommand.RunAsync(sources, [], default)).ShouldAllBe(problem => problem.Path == "tables");
    }

    [Fact]
    public async Task Secrets_must_be_there_and_are_not_said()
    {
        var empty = _scratch.Write("empty", "");
        var good = _scratch.Write("good", "sesame");
        var configuration = new StreamsConfiguration
        {
            Kafka = new KafkaConfiguration
            {
                Security = new KafkaSecurityConfiguration
                {
                    PasswordFile = empty,
                    KeyFile = _scratch.Path("hunter2")
                }
            },
            Http = new HttpConfiguration { TokenFile = good },
            Webhooks = new WebhooksConfiguration
            {
                Destinations = [new DestinationConfiguration { Name = "a",
                Kind = "generic", SecretFiles = [good, _scratch.Folder] }]
            },
        };
        var problems = await new FileCheck().CheckAsync(configuration, default);
        problems.Select(problem => problem.Path).ShouldBe(
            ["kafka.security.password_file", "kafka.security.key_file", "webhooks.destinations[0].secret_files[1]"],
                ignoreOrder: true);
        string.Join('\n', problems).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_certificate_file_without_a_certificate_is_named()
    {
        var configuration = new StreamsConfiguration
        {
            Elasticsearch =
            new ElasticsearchConfiguration { CaFile = _scratch.Write("ca.pem", "no pem") }
        };
        (await new FileCheck().CheckAsync(configuration, default))
            .ShouldHaveSingleItem().Path.ShouldBe("elasticsearch.ca_file");
    }

    [Theory]
    [InlineData("200 OK", null)]
    [InlineData("401 Unauthorized", "credentials")]
    [InlineData("403 Forbidden", "privilege monitor")]
    [InlineData("302 Found", "302")]
    [InlineData("503 Service Unavailable", "503")]
    [InlineData("rubbish", "no answer")]
    public async Task Elasticsearch_is_asked_who_it_is(string status, string? part)
    {
        await using var server = new OneLineServer(status);
        var configuration = new StreamsConfiguration
        {
            Elasticsearch = new ElasticsearchConfiguration
            {
                Urls = [server.Url],
                Username = "ana",
                PasswordFile = _scratch.Write("password", "sesame\n")
            },
        };
        var problems = await new ElasticsearchCheck().CheckAsync(configuration, default);
        if (part is null) problems.ShouldBeEmpty();
        else problems.ShouldHaveSingleItem().ToString().ShouldContain(part);
        server.Requests.ShouldContain(request =>
            request.Contains("Authorization: Basic YW5hOnNlc2FtZQ==", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_and_nothing_is_asked_of_none()
    {
        var configuration = new StreamsConfiguration
        {
            Elasticsearch =
            new ElasticsearchConfiguration { Urls = [$"http://127.0.0.1:{FreePort()}"] }
        };
        (await new ElasticsearchCheck().CheckAsync(configuration, default))
            .ShouldHaveSingleItem().Path.ShouldBe("elasticsearch.urls[0]");
        (await new ElasticsearchCheck().CheckAsync(new StreamsConfiguration(), default)).ShouldBeEmpty();
        (await new KibanaCheck().CheckAsync(new StreamsConfiguration(), default)).ShouldBeEmpty();
        (await new WebhookHostCheck().CheckAsync(new StreamsConfiguration(), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_host_is_reached_without_sending_and_without_saying_its_address()
    {
        await using var server = new OneLineServer("200 OK");
        var dead = FreePort();
        var configuration = new StreamsConfiguration
        {
            Webhooks = new WebhooksConfiguration
            {
                Destinations =
                [
                    new DestinationConfiguration { Name = "up", Kind = "generic", Url = server.Url + "/hunter2" },
                    new DestinationConfiguration { Name = "down", Kind = "slack",
                        UrlFile = _scratch.Write("url", $"http://127.0.0.1:{dead}/hunter2\n") },
                    new DestinationConfiguration { Name = "plain", Kind = "generic",
                        Url = server.Url.Replace("http:", "https:", StringComparison.Ordinal) },
                ],
            },
        };
        var problems = await new WebhookHostCheck().CheckAsync(configuration, default);
        problems.Select(problem => problem.Path).ShouldBe(["webhooks.destinations[1]", "webhooks.destinations[2]"]);
        string.Join('\n', problems).ShouldNotContain("hunter2");
        server.Requests.ShouldNotContain(request => request.Contains("hunter2", StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class CountingProbe : IEnvironmentCheck
    {
        public int Asked { get; private set; }

        public string Name => "counting";

        public Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration,
            CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult<IReadOnlyList<ConfigurationProblem>>(
                [new ConfigurationProblem("probe", null, "nothing")]);
        }
    }
}
