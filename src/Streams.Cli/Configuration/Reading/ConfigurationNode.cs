namespace Streams.Cli.Configuration.Reading;

/// <summary>Where a value was said, and the folder at which a relative path in it begins.</summary>
internal sealed record Origin(string Where, string Folder);

/// <summary>One place of the tree that all layers are merged into before anything is bound.</summary>
internal abstract class ConfigurationNode(Origin origin)
{
    public Origin Origin { get; } = origin;
}

/// <summary>A text; null where a key was there with nothing behind it.</summary>
internal sealed class ScalarNode(string? text, Origin origin) : ConfigurationNode(origin)
{
    public string? Text { get; } = text;
}

/// <summary>Named children. A list's children are named by their numbers, so that a variable can name one of them.</summary>
internal sealed class MapNode(Origin origin, bool isList = false) : ConfigurationNode(origin)
{
    public Dictionary<string, ConfigurationNode> Children { get; } = new(StringComparer.Ordinal);

    public bool IsList { get; } = isList;

    /// <summary>What the later layer says holds; a list is replaced whole.</summary>
    public void Merge(MapNode later)
    {
        foreach (var (key, node) in later.Children)
        {
            if (node is MapNode { IsList: false } map
                && Children.GetValueOrDefault(key) is MapNode { IsList: false } mine)
                mine.Merge(map);
            else if (node is not ScalarNode { Text: null } || !Children.ContainsKey(key))
                Children[key] = node;
        }
    }

    /// <summary>
    /// Sets one value below, making what is not there yet. False where that would hide what another layer said: a section
    /// where a value is meant, or a value where a section is.
    /// </summary>
    public bool Set(ReadOnlySpan<string> path, ScalarNode value)
    {
        var there = Children.GetValueOrDefault(path[0]);
        if (path.Length == 1)
        {
            if (there is MapNode { IsList: false }) return false;
            Children[path[0]] = value;
            return true;
        }

        if (there is ScalarNode { Text: not null }) return false;
        if (there is not MapNode child)
            Children[path[0]] = child = new MapNode(value.Origin, isList: path[1].All(char.IsAsciiDigit));
        return child.Set(path[1..], value);
    }

    /// <summary>Where a setting was said: its own place, else the nearest around it; null where nobody spoke of it.</summary>
    public string? WhereIs(string path)
    {
        ConfigurationNode node = this;
        var known = (string?)null;
        foreach (var key in path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Split('.'))
        {
            if (node is not MapNode map || !map.Children.TryGetValue(key, out var child)) break;
            node = child;
            known = child.Origin.Where;
        }

        return known;
    }
}
