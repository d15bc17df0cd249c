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
            if (node is MapNode { IsList: false } map && Children.GetValueOrDefault(key) is MapNode { IsList: false } mine)
                mine.Merge(map);
            else if (node is not ScalarNode { Text: null } || !Children.ContainsKey(key))
                Children[key] = node;
        }
    }

    /// <summary>Sets one value below, making what is not there yet.</summary>
    public void Set(ReadOnlySpan<string> path, ScalarNode value)
    {
        if (path.Length == 1)
        {
            Children[path[0]] = value;
            return;
        }

        if (Children.GetValueOrDefault(path[0]) is not MapNode child)
            Children[path[0]] = child = new MapNode(value.Origin, isList: path[1].All(char.IsAsciiDigit));
        child.Set(path[1..], value);
    }
}
