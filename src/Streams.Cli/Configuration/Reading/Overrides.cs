namespace Streams.Cli.Configuration.Reading;

/// <summary>The layers above the files: environment variables, then flags.</summary>
internal static class Overrides
{
    public const string EnvironmentPrefix = "STREAMS__";

    /// <summary>
    /// <c>STREAMS__KAFKA__BOOTSTRAP_SERVERS</c> is <c>kafka.bootstrap_servers</c>. A variable that is there but empty
    /// counts as unset: what composes containers cannot leave one out.
    /// </summary>
    public static void Apply(
        MapNode tree, IReadOnlyDictionary<string, string> environment, string folder,
            ICollection<ConfigurationProblem> problems)
    {
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) || value.Length == 0) continue;
            var path = name[EnvironmentPrefix.Length..].ToLowerInvariant().Split("__");
            Set(tree, path, new ScalarNode(value, new Origin(name, folder)), problems);
        }
    }

    /// <summary><c>--set kafka.group=other</c>.</summary>
    public static void Apply(
        MapNode tree, IEnumerable<string> flags, string folder, ICollection<ConfigurationProblem> problems)
    {
        foreach (var flag in flags)
        {
            var split = flag.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                problems.Add(new ConfigurationProblem("", "no =", "--set PATH=VALUE",
                    "for example --set kafka.group=streams", "--set"));
                continue;
            }

            var path = flag[..split].Replace("[", ".", StringComparison.Ordinal)
                .Replace("]", "", StringComparison.Ordinal).Split('.');
            Set(tree, path, new ScalarNode(flag[(split + 1)..], new Origin($"--set {flag[..split]}", folder)),
                problems);
        }
    }

    private static void Set(MapNode tree, string[] path, ScalarNode value, ICollection<ConfigurationProblem> problems)
    {
        if (tree.Set(path, value)) return;
        problems.Add(new ConfigurationProblem(
            string.Join('.', path), "one value", "the path of a setting",
                "one layer says a value here, another a section", value.Origin.Where));
    }
}
