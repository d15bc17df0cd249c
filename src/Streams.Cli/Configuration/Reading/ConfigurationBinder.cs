using System.Collections;
using System.Globalization;

namespace Streams.Cli.Configuration.Reading;

/// <summary>
/// The merged tree as records. Every problem is collected and binding goes on, so that one run shows them all; what
/// could not be used keeps its default.
/// </summary>
internal sealed class ConfigurationBinder(ICollection<ConfigurationProblem> problems)
{
    private static readonly string[] SecretWords = ["password", "secret", "token", "key", "url"];

    private readonly ScalarBinder _scalars = new(problems);

    /// <summary>A section as its record. Required settings that are missing are problems.</summary>
    public object Section(Type type, MapNode node, string path)
    {
        var section = Activator.CreateInstance(type)!;
        var shapes = SettingShape.Of(type);
        foreach (var (key, child) in node.Children)
        {
            var shape = shapes.FirstOrDefault(s => s.Key == key);
            if (shape is null) Unknown(key, Join(path, key), child, shapes);
            else if (Value(shape, child, Join(path, key)) is { } value) shape.Property.SetValue(section, value.Content);
        }

        foreach (var missing in shapes.Where(s => s.IsRequired && !node.Children.ContainsKey(s.Key)))
            problems.Add(new ConfigurationProblem(Join(path, missing.Key), "nothing",
                ScalarBinder.Allowed(missing.Type, missing.About), null, node.Origin.Where));
        return section;
    }

    /// <summary>Null where the default stays.</summary>
    private Bound? Value(SettingShape shape, ConfigurationNode node, string path)
    {
        if (shape.IsScalar) return One(shape, node, path);
        if (node is ScalarNode { Text: null }) return null;
        if (shape.Member is not null) return List(shape, node, path);
        if (node is MapNode { IsList: false } map) return new Bound(Section(shape.Type, map, path));
        return Refuse(path, node, $"settings: {Keys(shape.Type)}");
    }

    private Bound? One(SettingShape shape, ConfigurationNode node, string path)
    {
        if (node is not ScalarNode scalar) return Refuse(path, node, ScalarBinder.Allowed(shape.Type, shape.About));
        if (scalar.Text is not null) return _scalars.Bind(shape.Type, shape.About, scalar, path);
        if (shape.IsNullable) return new Bound(null);
        problems.Add(new ConfigurationProblem(
            path, "nothing", ScalarBinder.Allowed(shape.Type, shape.About), "leave the line out to keep the default",
                node.Origin.Where));
        return null;
    }

    private Bound? List(SettingShape shape, ConfigurationNode node, string path)
    {
        if (node is ScalarNode { Text: { } text } scalar && shape.IsScalarList)
        {
            // One line for a short list; it is all that an environment variable can say.
            var split = new MapNode(scalar.Origin, isList: true);
            var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < parts.Length; i++)
                split.Children[i.ToString(CultureInfo.InvariantCulture)] = new ScalarNode(parts[i], scalar.Origin);
            node = split;
        }

        if (node is not MapNode map || !map.Children.Keys.All(key => key.All(char.IsAsciiDigit)))
            return Refuse(path, node, "a list");
        var members = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.Member!))!;
        for (var i = 0; i < map.Children.Count; i++)
        {
            var place = $"{path}[{i}]";
            if (!map.Children.TryGetValue(i.ToString(CultureInfo.InvariantCulture), out var child))
            {
                problems.Add(new ConfigurationProblem(place, "nothing", "numbers from 0 without a gap", null,
                    node.Origin.Where));
                return null;
            }

            if (Member(shape, child, place) is { } member) members.Add(member.Content);
        }

        if (!IsNumber(shape.Member!)
            && (map.Children.Count < shape.About.Least || map.Children.Count > shape.About.Most))
        {
            var least = Math.Max(0, shape.About.Least);
            problems.Add(new ConfigurationProblem(path, $"{map.Children.Count}",
                string.Create(CultureInfo.InvariantCulture, $"{least} to {shape.About.Most} of them"), null,
                node.Origin.Where));
        }

        return new Bound(members);
    }

    private Bound? Member(SettingShape list, ConfigurationNode node, string path)
    {
        if (list.IsScalarList)
        {
            if (node is ScalarNode { Text: not null } scalar)
                return _scalars.Bind(list.Member!, list.About, scalar, path);
            return Refuse(path, node, ScalarBinder.Allowed(list.Member!, list.About));
        }

        return node is MapNode { IsList: false } map
            ? new Bound(Section(list.Member!, map, path))
            : Refuse(path, node, $"settings: {Keys(list.Member!)}");
    }

    private void Unknown(string key, string path, ConfigurationNode node, IReadOnlyList<SettingShape> shapes)
    {
        var keys = shapes.Select(shape => shape.Key).ToList();
        var byFile = keys.FirstOrDefault(candidate => candidate == key + "_file" || candidate == key + "_files");
        var near = NearestName.Of(key, keys);
        var hint = byFile is not null && SecretWords.Any(word => key.EndsWith(word, StringComparison.Ordinal))
            ? $"a secret is given by file: {byFile}"
            : near is not null ? $"did you mean {near}?" : null;
        problems.Add(new ConfigurationProblem(path, "an unknown setting", $"one of {string.Join(", ", keys)}", hint,
            node.Origin.Where));
    }

    private Bound? Refuse(string path, ConfigurationNode node, string allowed)
    {
        var found = node switch
        {
            MapNode { IsList: true } => "a list",
            MapNode => "settings",
            ScalarNode { Text: null } => "nothing",
            _ => "a single value",
        };
        problems.Add(new ConfigurationProblem(path, found, allowed, null, node.Origin.Where));
        return null;
    }

    private static bool IsNumber(Type type) =>
        type == typeof(int) || type == typeof(uint) || type == typeof(long) || type == typeof(double);

    private static string Keys(Type type) => string.Join(", ", SettingShape.Of(type).Select(shape => shape.Key));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>A value that was bound; it may be null.</summary>
internal sealed record Bound(object? Content);
