using Streams.Files;

namespace Streams.Cli.Commands;

/// <summary>Talk on stderr: errors that name the place and the remedy.</summary>
internal static class Report
{
    /// <summary>Prints all problems; true when there was one.</summary>
    public static bool Problems(IReadOnlyCollection<string> problems)
    {
        foreach (var problem in problems) System.Console.Error.WriteLine($"streams: {problem}");
        return problems.Count > 0;
    }

    /// <summary>Paths that cannot be read are problems; files that are no logs are said and left out.</summary>
    public static void Missing(IReadOnlyList<LogFile> files, ICollection<string> problems)
    {
        foreach (var file in files)
        {
            if (file.IsReadable) continue;
            if (file.State == LogFileState.Skipped) System.Console.Error.WriteLine($"streams: left out {file.Path}: {file.Reason}");
            // The parser takes what it does not know for a path.
            else if (file.Path.StartsWith("--", StringComparison.Ordinal)) problems.Add($"{file.Path}: no such option, and no such file or folder; see --help");
            else problems.Add(file.Reason!);
        }
    }
}
