using System.CommandLine;
using Streams.Cli.Commands;
using Streams.Cli.Configuration.Reading;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Tests.Packaging;

/// <summary>Whether the program takes what a deployment file writes.</summary>
internal static class CommandLines
{
    /// <summary>Verbs of the service that deployments name and this program does not have yet; taken off here as they come.</summary>
    public static readonly string[] Awaited = [];

    public static void ShouldBeTaken(IReadOnlyList<string> arguments)
    {
        var root = StreamsCommands.Create();
        if (Awaited.Contains(arguments[0]))
        {
            // Whatever reads the configuration takes the flags of check.
            arguments = ["check", .. arguments.Skip(1)];
        }

        root.Parse(arguments).Errors.Select(error => error.Message).ShouldBeEmpty(string.Join(' ', arguments));
    }

    /// <summary>A variable names a setting that exists: STREAMS__A__B__0__C.</summary>
    public static void ShouldBeASetting(string variable)
    {
        variable.ShouldStartWith(Overrides.EnvironmentPrefix);
        var type = typeof(StreamsConfiguration);
        foreach (var key in variable[Overrides.EnvironmentPrefix.Length..].ToLowerInvariant().Split("__"))
        {
            if (key.All(char.IsAsciiDigit)) continue;
            var shape = SettingShape.Of(type).FirstOrDefault(s => s.Key == key)
                .ShouldNotBeNull($"{variable}: {key} is no setting of {type.Name}");
            type = shape.Member ?? shape.Type;
        }
    }
}
