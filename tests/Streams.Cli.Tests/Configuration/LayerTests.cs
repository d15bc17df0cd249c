using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Tests.Configuration;

public sealed class LayerTests
{
    [Fact]
    public void Without_anything_the_defaults_hold_and_only_sources_are_missed()
    {
        using var scratch = new Scratch();
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationLoader.Load(new ConfigurationSources { WorkingFolder = scratch.Folder },
            problems);
        configuration.Topology.Shards.ShouldBe(32);
        configuration.Http.Bind.ShouldBe("127.0.0.1:8080");
        problems.Select(problem => problem.Path).ShouldBe(["sources"]);
    }

    [Fact]
    public void Each_layer_overrides_the_one_before()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", """
            sources: [{topic: a}, {topic: b}]
            kafka: {group: file, prefix: file, client_id: file}
            detections: {rules: {impossible_travel: {distance_km: 600, speed_kmh: 950}}}
            """);
        scratch.Write("detections/impossible-travel.yaml", "speed_kmh: 1000");
        scratch.Write("detections/score.yaml", "page_score: 95");
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationLoader.Load(
            new ConfigurationSources
            {
                File = scratch.Path("streams.yaml"),
                Environment = new Dictionary<string,
                    string>
                { ["STREAMS__KAFKA__PREFIX"] = "variable", ["STREAMS__KAFKA__CLIENT_ID"] = "variable" },
                Flags = ["kafka.client_id=flag", "sources[1].format=okta"],
                WorkingFolder = scratch.Folder,
            },
            problems);
        problems.ShouldBeEmpty();
        (configuration.Kafka.Group, configuration.Kafka.Prefix, configuration.Kafka.ClientId)
            .ShouldBe(("file", "variable", "flag"));
        configuration.Detections.Rules.ImpossibleTravel.DistanceKm.ShouldBe(600);
        configuration.Detections.Rules.ImpossibleTravel.SpeedKmh.ShouldBe(1000);
        configuration.Detections.Score.PageScore.ShouldBe(95);
        configuration.Sources.Select(source => source.Format).ShouldBe(["auto", "okta"]);
    }

    [Fact]
    public void A_variable_makes_a_list_by_numbers_and_by_commas()
    {
        var read = Configured.By(
            "kafka: {}",
            ("STREAMS__SOURCES__1__TOPIC", "vpn"), ("STREAMS__KAFKA__BOOTSTRAP_SERVERS", "a:1, b:2"),
            ("STREAMS__WEBHOOKS__DESTINATIONS__0__NAME", "soc"),
                ("STREAMS__WEBHOOKS__DESTINATIONS__0__KIND", "generic"),
            ("STREAMS__WEBHOOKS__DESTINATIONS__0__URL", "https://soc.example/"),
                ("STREAMS__WEBHOOKS__DESTINATIONS__0__SECRET_FILES", "one,two")).Fine();
        read.Configuration.Kafka.BootstrapServers.ShouldBe(["a:1", "b:2"]);
        read.Configuration.Sources.Select(source => source.Topic).ShouldBe(["logs", "vpn"]);
        read.Configuration.Webhooks.Destinations.ShouldHaveSingleItem().SecretFiles.Count.ShouldBe(2);
    }

    [Fact]
    public void A_gap_in_a_list_by_numbers_is_said() =>
        Configured.By("kafka: {}", ("STREAMS__SOURCES__2__TOPIC", "vpn")).Problems.ShouldContain(problem =>
            problem.Path == "sources[1]");

    [Fact]
    public void An_empty_variable_counts_as_unset() =>
        Configured.By("kafka: {group: mine}", ("STREAMS__KAFKA__GROUP", ""))
            .Fine().Configuration.Kafka.Group.ShouldBe("mine");

    [Fact]
    public void Variables_of_other_programs_are_left_alone() =>
        Configured.By("kafka: {}", ("STREAMS_SERVICES_DIR", "x"), ("PATH", "y")).Fine();

    [Fact]
    public void A_misspelt_variable_is_named()
    {
        var problem = Configured.By("kafka: {}", ("STREAMS__KAFKA__GROOP", "x")).Only("kafka.groop");
        problem.Origin.ShouldBe("STREAMS__KAFKA__GROOP");
        problem.Hint.ShouldBe("did you mean group?");
    }

    [Fact]
    public void A_variable_does_not_hide_a_section() =>
        Configured.By("kafka: {groop: x}", ("STREAMS__KAFKA", "x")).Problems.Select(problem => problem.Path)
            .ShouldBe(["kafka", "kafka.groop"]);

    [Fact]
    public void A_relative_path_begins_where_it_is_said()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", "tables: {networks: n.csv}\nsources: [{topic: logs}]");
        var sources = new ConfigurationSources
        {
            File = scratch.Path("streams.yaml"),
            Environment = new Dictionary<string, string> { ["STREAMS__TABLES__ALLOW"] = "a.csv" },
            WorkingFolder = Path.GetTempPath(),
        };
        var tables = ConfigurationLoader.Load(sources, []).Tables;
        tables.Networks.ShouldBe(scratch.Path("n.csv"));
        tables.Allow.ShouldBe(Path.Combine(Path.GetTempPath(), "a.csv"));
    }

    [Fact]
    public void A_file_of_an_unknown_detection_is_named()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", Configured.Source);
        scratch.Write("detections/imposible-travel.yaml", "speed_kmh: 1000");
        Configured.In(scratch).Only("detections").Hint.ShouldBe("did you mean impossible-travel.yaml?");
    }

    [Fact]
    public void An_unknown_key_in_a_detections_file_has_its_file_and_line()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", Configured.Source);
        scratch.Write("detections/no-sleep-gap.yaml", "days: 5\nday: 5");
        Configured.In(scratch).Only("detections.rules.no_sleep_gap.day").Origin!.ShouldEndWith("no-sleep-gap.yaml:2");
    }

    [Fact]
    public void Nothing_behind_a_section_or_a_list_is_its_default()
    {
        var configuration = Configured.By("kafka:\nwebhooks:\n  destinations:\nelasticsearch: ~").Fine().Configuration;
        configuration.Kafka.Group.ShouldBe("streams");
        configuration.Elasticsearch.ShouldBe(
            new ElasticsearchConfiguration() with { Urls = configuration.Elasticsearch.Urls });
        configuration.Webhooks.Destinations.ShouldBeEmpty();
    }

    [Fact]
    public void A_later_layer_that_says_nothing_takes_nothing_away()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", "detections: {score: {page_score: 95}}" + Configured.Source);
        scratch.Write("detections/score.yaml", "# nothing yet\n");
        Configured.In(scratch).Fine().Configuration.Detections.Score.PageScore.ShouldBe(95);
    }
}
