using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Reading;
using Streams.Cli.Configuration.Sections;
using Streams.Core.Detections;

namespace Streams.Cli.Tests.Configuration;

public sealed partial class ShippedFileTests
{
    [Fact]
    public void The_shipped_file_works_and_says_the_defaults()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", Repository.Read("config/streams.yaml"));
        var configuration = Configured.In(scratch).Fine().Configuration;
        var plain = new StreamsConfiguration();
        configuration.Topology.ShouldBe(plain.Topology);
        configuration.Http.ShouldBe(plain.Http);
        configuration.Telemetry.ShouldBe(plain.Telemetry);
        configuration.Processing.ShouldBe(plain.Processing);
        configuration.Kafka.BootstrapServers.ShouldBe(plain.Kafka.BootstrapServers);
        configuration.Tables.Networks.ShouldBe(scratch.Path("networks.csv"));
    }

    /// <summary>What is commented out would work, too: its keys exist and its values fit.</summary>
    [Fact]
    public void The_examples_in_its_comments_are_settings()
    {
        using var scratch = new Scratch();
        var uncommented = Repository.Read("config/streams.yaml").Split('\n')
            .Select(line => Example().Replace(line, "$1$2"));
        scratch.Write("streams.yaml", string.Join('\n', uncommented));
        var problems = Configured.In(scratch).Problems;
        // Settings for different protocols stand beside each other there.
        problems.Where(problem => !problem.Path.StartsWith("kafka.security", StringComparison.Ordinal)).ShouldBeEmpty();
        problems.ShouldNotContain(problem => problem.Found == "an unknown setting");
    }

    [Fact]
    public void The_schema_is_what_the_records_say() =>
        Repository.Read("config/streams.schema.json").ShouldBe(
            ConfigurationSchema.Write(), "write it again: ./streams check --schema > config/streams.schema.json");

    [Fact]
    public void Every_setting_is_described()
    {
        var bare = new List<string>();
        Walk(JsonNode.Parse(ConfigurationSchema.Write())!.AsObject(), "", bare);
        bare.ShouldBeEmpty();
    }

    /// <summary>Bounds are kept here, ranges in the core's comments; they must not part.</summary>
    [Fact]
    public void Bounds_of_detections_are_the_documented_ranges()
    {
        var compared = 0;
        foreach (var section in SettingShape.Of(typeof(DetectionSettings)))
        {
            var file = Directory.GetFiles(Repository.Path("src/Streams.Core/Detections"), section.Type.Name + ".cs",
                SearchOption.AllDirectories).ShouldHaveSingleItem();
            foreach (Match match in Documented().Matches(File.ReadAllText(file)))
            {
                var about = SettingShape.Of(section.Type)
                    .Single(shape => shape.Property.Name == match.Groups["name"].Value).About;
                about.Least.ShouldBe(Number(match.Groups["least"].Value), match.Value);
                about.Most.ShouldBe(Number(match.Groups["most"].Value), match.Value);
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(25);
    }

    [Fact]
    public void Every_default_lies_within_its_bounds()
    {
        foreach (var section in new object[] { new StreamsConfiguration(),
            new DestinationConfiguration { Name = "a", Kind = "slack" } })
            Check(section);

        static void Check(object section)
        {
            foreach (var shape in SettingShape.Of(section.GetType()))
            {
                var value = shape.Property.GetValue(section);
                if (value is null or string or bool || shape.Member is not null) continue;
                if (!shape.IsScalar)
                {
                    Check(value);
                    continue;
                }

                var number = value is TimeSpan span ? span.TotalSeconds
                    : Convert.ToDouble(value, CultureInfo.InvariantCulture);
                number.ShouldBeInRange(shape.About.Least, shape.About.Most, $"{section.GetType().Name}.{shape.Key}");
            }
        }
    }

    private static void Walk(JsonObject section, string path, List<string> bare)
    {
        if (section["properties"] is not JsonObject properties) return;
        foreach (var (key, value) in properties)
        {
            if (value!["description"] is null) bare.Add(path + key);
            Walk(value.AsObject(), $"{path}{key}.", bare);
            if (value["items"] is JsonObject items) Walk(items, $"{path}{key}[].", bare);
        }
    }

    private static double Number(string text) =>
        double.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^( +)# ((?:  )*(?:- )?(?:[a-z_]+):)", RegexOptions.None)]
    private static partial Regex Example();

    [GeneratedRegex(@"<value>[\d.,]+;\s*(?:///\s*)?(?<least>[\d.,]+)…(?<most>[\d.,]+?)\.\s*(?:///\s*)?</value>\s*(?:///\s*)?</summary>\s*public \w+ (?<name>\w+) ")]
    private static partial Regex Documented();
}
