using System.CommandLine;
using Streams.Cli.Configuration;

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
}
