using Streams.Cli.Configuration.Reading;
using Streams.Cli.Configuration.Rules;
using Streams.Cli.Configuration.Sections;
using Streams.Core.Detections;

namespace Streams.Cli.Configuration;

/// <summary>Reads every layer, merges, binds once, checks; all problems at once.</summary>
internal static class ConfigurationLoader
{
    private const string DetectionsFolder = "detections";

    /// <summary>The configuration as far as it could be read; it holds only where no problem was added.</summary>
    public static StreamsConfiguration Load(ConfigurationSources sources, ICollection<ConfigurationProblem> problems)
    {
        var file = MainFile(sources);
        var tree = sources.File is null && !File.Exists(file)
            ? new MapNode(new Origin("defaults", sources.WorkingFolder))
            : new YamlReader(Shown(file, sources.WorkingFolder), problems).Read();
        if (tree is null) return new StreamsConfiguration();
        AddDetections(tree, Path.GetDirectoryName(file)!, sources.WorkingFolder, problems);
        Overrides.Apply(tree, sources.Environment, sources.WorkingFolder, problems);
        Overrides.Apply(tree, sources.Flags, sources.WorkingFolder, problems);
        var bound = (StreamsConfiguration)new ConfigurationBinder(problems)
            .Section(typeof(StreamsConfiguration), tree, "");
        var found = new List<ConfigurationProblem>();
        foreach (var rule in ConfigurationRules.All) rule(bound, found);
        // A protocol that could not be read stands as its default: what follows from that would only confuse.
        if (problems.Any(problem => problem.Path is "kafka.security.protocol" or "kafka.security.mechanism"))
            found.RemoveAll(problem => problem.Path.StartsWith("kafka.security.", StringComparison.Ordinal));
        if (problems.Any(problem => problem.Path.StartsWith("sources", StringComparison.Ordinal)))
            found.RemoveAll(problem => problem.Path == "sources");
        foreach (var problem in found) problems.Add(problem with { Origin = tree.WhereIs(problem.Path) });
        return bound;
    }

    /// <summary>
    /// One file a rule: <c>detections/impossible-travel.yaml</c> holds what would stand below
    /// <c>detections.rules.impossible_travel</c>; <c>score.yaml</c>, <c>sharing.yaml</c> and so on one level higher.
    /// </summary>
    private static void AddDetections(MapNode tree, string folder, string working,
        ICollection<ConfigurationProblem> problems)
    {
        var rules = SettingShape.Of(typeof(DetectionSettings)).Select(shape => shape.Key).ToList();
        var others = SettingShape.Of(typeof(DetectionsConfiguration)).Select(shape => shape.Key)
            .Where(key => key != "rules").ToList();
        foreach (var path in DetectionFiles(folder))
        {
            var name = Path.GetFileNameWithoutExtension(path).Replace('-', '_');
            var shown = Shown(path, working);
            if (!rules.Contains(name) && !others.Contains(name))
            {
                var near = NearestName.Of(name, rules.Concat(others));
                problems.Add(new ConfigurationProblem(
                    "detections", "a file of an unknown name",
                        $"one of {string.Join(", ", rules.Concat(others).Select(key => key.Replace('_', '-') + ".yaml"))}",
                    near is null ? null : $"did you mean {near.Replace('_', '-')}.yaml?", shown));
                continue;
            }

            if (new YamlReader(shown, problems).Read() is not { } settings) continue;
            var layer = settings;
            string[] above = rules.Contains(name) ? [name, "rules", "detections"] : [name, "detections"];
            foreach (var key in above)
            {
                var outer = new MapNode(settings.Origin);
                outer.Children[key] = layer;
                layer = outer;
            }

            tree.Merge(layer);
        }
    }

    /// <summary>Every file that the configuration is read from.</summary>
    public static IReadOnlyList<string> FilesOf(ConfigurationSources sources)
    {
        var file = MainFile(sources);
        return [file, .. DetectionFiles(Path.GetDirectoryName(file)!)];
    }

    private static string MainFile(ConfigurationSources sources) =>
        Path.GetFullPath(sources.File ?? ConfigurationSources.DefaultFile, sources.WorkingFolder);

    private static IEnumerable<string> DetectionFiles(string folder)
    {
        folder = Path.Combine(folder, DetectionsFolder);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
    }

    /// <summary>A path inside the working folder is named from there: so people typed it.</summary>
    private static string Shown(string path, string working)
    {
        var relative = Path.GetRelativePath(working, Path.GetFullPath(path, working));
        return relative.StartsWith("..", StringComparison.Ordinal)
            || working != Directory.GetCurrentDirectory() ? Path.GetFullPath(path, working) : relative;
    }
}
