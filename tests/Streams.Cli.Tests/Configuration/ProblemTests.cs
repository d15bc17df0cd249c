namespace Streams.Cli.Tests.Configuration;

public sealed class ProblemTests
{
    [Fact]
    public void All_problems_come_at_once_each_with_its_line()
    {
        var read = Configured.By("""
            kafka:
              bootstrapServers: a:1
              session_timeout: 45
            topology:
              shards: 0
            sources:
              - topic: logs
                format: oktta
            http:
              bind: 0.0.0.0:8080
            """);
        read.Problems.Select(problem => (problem.Path, Line(problem.Origin))).ShouldBe(
        [
            ("kafka.bootstrapServers", "2"), ("kafka.session_timeout", "3"), ("topology.shards", "5"),
                ("sources[0].format", "8"), ("http.bind", "10"),
        ]);
        read.Problems.Select(problem => problem.Hint).Take(4)
            .ShouldBe(["did you mean bootstrap_servers?", "say the unit", null, "did you mean okta?"]);
    }

    [Theory]
    [InlineData("kafka: {session_timeout: 1s}", "kafka.session_timeout", "'1s'", "6s to 30m")]
    [InlineData("processing: {memory: 64MiB}", "processing.memory", "'64MiB'", "384MiB to 1TiB")]
    [InlineData("processing: {lateness: -5m}", "processing.lateness", "'-5m'", "a duration")]
    [InlineData("processing: {threads: 1.5}", "processing.threads", "'1.5'", "a whole number")]
    [InlineData("alerts: {close_below: NaN}", "alerts.close_below", "'NaN'", "0 to 100")]
    [InlineData("alerts: {close_below: 1e999}", "alerts.close_below", "'1e999'", "0 to 100")]
    [InlineData("http: {metrics: yes}", "http.metrics", "'yes'", "true or false")]
    [InlineData("kafka: {bootstrap_servers: [localhost]}", "kafka.bootstrap_servers[0]", "'localhost'", "host:port")]
    [InlineData("kafka: {bootstrap_servers: []}", "kafka.bootstrap_servers", "0", "1 to 64")]
    [InlineData("kafka: {bootstrap_servers: ['a:99999']}", "kafka.bootstrap_servers[0]", "'a:99999'", "host:port")]
    [InlineData("kafka: {group: 'a b'}", "kafka.group", "'a b'", "letters")]
    [InlineData("kafka: [1]", "kafka", "a list", "settings: bootstrap_servers")]
    [InlineData("kafka: {group: {a: b}}", "kafka.group", "settings", "a name")]
    [InlineData("sources: logs", "sources", "a single value", "a list")]
    [InlineData("sources: [logs]", "sources[0]", "a single value", "settings: topic")]
    [InlineData("topology: {shards: null}", "topology.shards", "nothing", "1 to 1,024")]
    [InlineData("webhooks: {allowed_ports: [0]}", "webhooks.allowed_ports[0]", "'0'", "1 to 65,535")]
    [InlineData("alerts: {quiet_hours: [{from: '25:00', to: '06:00'}]}", "alerts.quiet_hours[0].from", "'25:00'",
        "22:00")]
    [InlineData("elasticsearch: {prefix: Streams}", "elasticsearch.prefix", "'Streams'", "lower-case")]
    [InlineData("elasticsearch: {urls: [localhost:9200]}", "elasticsearch.urls[0]", "'localhost:9200'", "http(s)://")]
    [InlineData("detections: {rules: {no_sleep_gap: {window_days: 60}}}", "detections.rules.no_sleep_gap.window_days",
        "'60'", "7 to 28")]
    public void Rejects_what_a_setting_cannot_be(string yaml, string path, string found, string allowed)
    {
        var problem = Configured.By(yaml).Only(path);
        problem.Found.ShouldBe(found);
        problem.Allowed.ShouldContain(allowed);
    }

    [Theory]
    [InlineData("sources:\n  - topic: logs\n    time_zone: Europe/Berlin\n    format: cisco-asa\n    domain: corp.example")]
    [InlineData("processing: {lateness: 0, memory: 2147483648, threads: 4, remember: 1.5d}")]
    [InlineData("kafka: {instance_id: ~, bootstrap_servers: ['[::1]:9092', 'kafka-0.corp.example:9093']}")]
    [InlineData("kafka:\n  group: &g mine\n  client_id: *g")]
    [InlineData("")]
    public void Accepts(string yaml) => Configured.By(yaml).Fine();

    [Theory]
    [InlineData("kafka: {password: hunter2-swordfish}", "a secret is given by file: password_file", "security")]
    [InlineData("elasticsearch: {password: hunter2-swordfish}", "a secret is given by file: password_file", "")]
    [InlineData("elasticsearch: {api_key: hunter2-swordfish}", "a secret is given by file: api_key_file", "")]
    [InlineData("elasticsearch: {urls: ['https://user:hunter2-swordfish@es.example:9200']}", "never in an address", "")]
    [InlineData("elasticsearch: {urls: ['https://user:hunter2-swordfish@es.example:9200:x']}", "never in an address",
        "")]
    [InlineData("webhooks: {destinations: [{name: a, kind: slack, url: 'hunter2-swordfish'}]}", "", "")]
    [InlineData("webhooks: {destinations: [{name: a, kind: slack, url: 'https://hooks.example/hunter2-swordfish'}]}",
        "", "")]
    [InlineData("http: {token: hunter2-swordfish}", "a secret is given by file: token_file", "")]
    [InlineData("http: {token_file: {hunter2-swordfish: 1}}", "", "")]
    public void No_secret_is_repeated(string yaml, string hint, string because)
    {
        var read = Configured.By(yaml);
        read.Problems.ShouldNotBeEmpty();
        read.Text.ShouldNotContain("hunter2-swordfish");
        if (because.Length == 0) read.Text.ShouldContain(hint);
    }

    [Theory]
    [InlineData("kafka: {group: a\n", "streams.yaml:2")]
    [InlineData("kafka: {group: a, group: b}", "streams.yaml:1")]
    [InlineData("kafka: {}\n---\nkafka: {}", "one document")]
    [InlineData("- kafka", "key: value")]
    [InlineData("just words", "key: value")]
    [InlineData("kafka: *nobody", "streams.yaml:1")]
    public void Rejects_what_is_not_a_map_of_settings(string yaml, string part)
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", yaml);
        Configured.In(scratch).Problems.ShouldHaveSingleItem().ToString().ShouldContain(part);
    }

    [Fact]
    public void Aliases_of_aliases_end_in_a_problem()
    {
        var yaml = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 9).Select(i =>
            $"{(char)('b' + i)}: &{(char)('b' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i)}", 10))}]\n"));
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", yaml);
        Configured.In(scratch).Text.ShouldContain("at most");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using var scratch = new Scratch();
        Configured.In(scratch).Text.ShouldContain("streams.yaml");
    }

    [Fact]
    public void Control_characters_of_a_value_do_not_reach_the_terminal()
    {
        var problem = Configured.By("kafka: {group: \"a\\e[31mb\\nc\"}").Only("kafka.group");
        problem.Found.ShouldBe("'a·[31mb·c'");
    }

    private static string? Line(string? origin) => origin?.Split(':')[^1];
}
