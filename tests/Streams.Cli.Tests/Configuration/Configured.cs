using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Tests.Configuration;

/// <summary>A configuration read from a text, with whatever was wrong with it.</summary>
internal sealed record Configured(StreamsConfiguration Configuration, IReadOnlyList<ConfigurationProblem> Problems)
{
    public const string Source = "\nsources: [{topic: logs}]\n";

    public string Text => string.Join('\n', Problems);

    /// <summary>A source is added, so that a test need not speak of one.</summary>
    public static Configured By(string yaml, params (string Name, string Value)[] environment)
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", yaml.Contains("sources", StringComparison.Ordinal) ? yaml : yaml + Source);
        return In(scratch, environment);
    }

    public static Configured In(Scratch scratch, params (string Name, string Value)[] environment)
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationLoader.Load(
            new ConfigurationSources
            {
                File = scratch.Path("streams.yaml"),
                Environment = environment.ToDictionary(pair => pair.Name, pair => pair.Value),
                WorkingFolder = scratch.Folder,
            },
            problems);
        return new Configured(configuration, problems);
    }

    public ConfigurationProblem Only(string path)
    {
        Problems.Select(problem => problem.Path).ShouldBe([path], Text);
        return Problems[0];
    }

    public Configured Fine()
    {
        Problems.ShouldBeEmpty(Text);
        return this;
    }
}
