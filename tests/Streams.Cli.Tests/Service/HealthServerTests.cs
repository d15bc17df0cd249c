using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Streams.Cli.Commands;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Service;
using Streams.Runtime.Telemetry;

namespace Streams.Cli.Tests.Service;

[Collection(MeterTests.Name)]
public sealed class HealthServerTests : IAsyncLifetime
{
    private static readonly HttpConfiguration AnyPort = new() { Bind = "127.0.0.1:0" };

    private readonly Scratch _scratch = new();
    private readonly SettableStatus _status = new();
    private readonly MetricCollector _collector = new();
    private readonly HttpClient _client = new();
    private HealthServer _server = null!;

    public async Task InitializeAsync()
    {
        _scratch.Write("token", "open-sesame\n");
        _server = await HealthServer.StartAsync(AnyPort with { TokenFile = _scratch.Path("token") }, _status,
            _collector);
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _collector.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(true, true, 200, 200)]
    [InlineData(true, false, 200, 503)]
    [InlineData(false, false, 503, 503)]
    public async Task Health_and_readiness_are_two_answers(bool isLive, bool isReady, int health, int ready)
    {
        _status.Now = new StatusReport(isLive, isReady, []);
        ((int)(await _client.GetAsync("/healthz")).StatusCode).ShouldBe(health);
        ((int)(await _client.GetAsync("/readyz")).StatusCode).ShouldBe(ready);
    }

    [Fact]
    public async Task A_status_that_throws_is_a_worker_that_is_not_well()
    {
        _status.Now = null;
        (await _client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("/readyz?verbose")]
    [InlineData("/healthz?verbose=1")]
    [InlineData("/metrics")]
    public async Task Details_need_the_token(string path)
    {
        (await _client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync(path, "open-sesam")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync(path, "open-sesame")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_token_holds_without_a_restart_and_an_empty_one_lets_nobody_in()
    {
        _scratch.Write("token", "changed");
        (await GetAsync("/metrics", "open-sesame")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync("/metrics", "changed")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _scratch.Write("token", "");
        (await GetAsync("/metrics", "")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Verbose_gives_the_reasons()
    {
        _status.Now = new StatusReport(true, false, [new StatusDetail("shards", false, "3 of 32 \"restored\"")]);
        var response = await GetAsync("/readyz?verbose", "open-sesame");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        json["ready"]!.GetValue<bool>().ShouldBeFalse();
        json["details"]![0]!["text"]!.GetValue<string>().ShouldBe("3 of 32 \"restored\"");
    }

    [Fact]
    public async Task Metrics_are_the_text_format()
    {
        using var metrics = new StreamsMetrics();
        metrics.Finding("D07", "high");
        var response = await GetAsync("/metrics", "open-sesame");
        response.Content.Headers.ContentType!.ToString().ShouldBe(PrometheusText.ContentType);
        (await response.Content.ReadAsStringAsync())
            .ShouldContain("streams_findings_total{rule_id=\"D07\",severity=\"high\"} 1\n");
    }

    [Fact]
    public async Task Only_what_is_there_is_answered_and_nothing_is_taken()
    {
        (await _client.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _client.GetAsync("/healthz/../metrics")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await _client.PostAsync("/healthz", null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/healthz"));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task A_taken_port_is_an_error_with_its_address()
    {
        var taken = AnyPort with { Bind = _server.Address.Authority };
        (await Should.ThrowAsync<IOException>(() =>
            HealthServer.StartAsync(taken, _status, null))).Message.ShouldContain(_server.Address.Authority);
    }

    [Fact]
    public async Task The_health_command_asks_the_same()
    {
        (await HealthCommand.AskAsync(new Uri(_server.Address, "readyz"), TimeSpan.FromSeconds(30), default))
            .ShouldBe((true, "ready"));
        _status.Now = new StatusReport(true, false, []);
        (await HealthCommand.AskAsync(new Uri(_server.Address, "readyz"), TimeSpan.FromSeconds(30), default))
            .ShouldBe((false, "not ready"));
        var stopped = await HealthServer.StartAsync(AnyPort, _status, null);
        var address = stopped.Address;
        await stopped.DisposeAsync();
        (await HealthCommand.AskAsync(address, TimeSpan.FromSeconds(30), default)).IsWell.ShouldBeFalse();
    }

    [Theory]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("[::]:81", "http://[::1]:81/")]
    [InlineData("127.0.0.2:82", "http://127.0.0.2:82/")]
    [InlineData("localhost:83", "http://localhost:83/")]
    public void The_health_command_asks_on_loopback(string bind, string expected) =>
        HealthCommand.Local(bind).ToString().ShouldBe(expected);

    private async Task<HttpResponseMessage> GetAsync(string path, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        else request.Headers.TryAddWithoutValidation("Authorization", "Bearer ");
        return await _client.SendAsync(request);
    }
}
