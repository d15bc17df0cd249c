using System.CommandLine;

namespace Streams.Cli.Commands;

/// <summary>Flags of every command.</summary>
internal static class CommonOptions
{
    public static readonly Option<string> Output = new("--output")
    {
        Description = "table for people, json for programs",
        Recursive = true,
        DefaultValueFactory = _ => "table",
    };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress, no talk", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Say more on stderr", Recursive = true };

    public static void AddTo(RootCommand root)
    {
        Output.AcceptOnlyFromAmong("table", "json");
        root.Options.Add(Output);
        root.Options.Add(Quiet);
        root.Options.Add(Verbose);
    }
}
