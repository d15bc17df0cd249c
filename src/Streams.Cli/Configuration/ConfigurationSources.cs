using System.Collections;

namespace Streams.Cli.Configuration;

/// <summary>Where settings come from, weakest first: file, the detections beside it, environment, flags.</summary>
internal sealed record ConfigurationSources
{
    public const string DefaultFile = "config/streams.yaml";

    /// <summary>The file that was named; null takes <see cref="DefaultFile"/> where it exists, else defaults only.</summary>
    public string? File { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>PATH=VALUE, as <c>--set</c> takes them.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Begin of relative paths that are not in a file.</summary>
    public string WorkingFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The process's own surroundings.</summary>
    public static ConfigurationSources Of(string? file, IReadOnlyList<string> flags) => new()
    {
        File = file,
        Flags = flags,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
    };
}
