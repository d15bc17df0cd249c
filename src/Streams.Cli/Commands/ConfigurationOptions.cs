using System.CommandLine;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Commands;

/// <summary>The flags of every command that reads the configuration.</summary>
internal sealed class ConfigurationOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = $"Configuration file (default: {ConfigurationSources.DefaultFile} where it exists)",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "One setting, above file and environment: kafka.group=other; repeatable",
        HelpName = "PATH=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_set);
    }

    public ConfigurationSources Read(ParseResult parse) =>
        ConfigurationSources.Of(parse.GetValue(_config), parse.GetValue(_set) ?? []);

    /// <summary>The configuration and what is wrong with it, behind what the command found already.</summary>
    public StreamsConfiguration Load(ParseResult parse, List<string> problems)
    {
        var found = new List<ConfigurationProblem>();
        var loaded = ConfigurationLoader.Load(Read(parse), found);
        problems.AddRange(found.Select(problem => problem.ToString()));
        return loaded;
    }

    /// <summary>The configuration, or null where something is wrong with it, which is said.</summary>
    public StreamsConfiguration? LoadOrTell(ParseResult parse)
    {
        var problems = new List<string>();
        var loaded = Load(parse, problems);
        return Report.Problems(problems) ? null : loaded;
    }
}
