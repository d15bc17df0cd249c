using System.CommandLine;
using Streams.Cli.Checking;

namespace Streams.Cli.Commands;

/// <summary>The whole command line, so that a test can read what deployments write against it.</summary>
internal static class StreamsCommands
{
    public static RootCommand Create()
    {
        var root =
            new RootCommand("Streams finds fake remote workers in VPN, SSO and code logs, and explains every score.")
        {
            DemoCommand.Create(),
            HuntCommand.Create(),
            DecodeCommand.Create(),
            ExplainCommand.Create(),
            GenerateCommand.Create(),
            SetupCommand.Create(),
            FeedCommand.Create(),
            RunCommand.Create(),
            ExportCommand.Create(),
            ReplayCommand.Create(),
            TriageCommand.Create(),
            SinkCommands.Create(),
            CheckCommand.Create([.. EnvironmentChecks.All]),
            HealthCommand.Create(),
        };
        CommonOptions.AddTo(root);
        return root;
    }
}
