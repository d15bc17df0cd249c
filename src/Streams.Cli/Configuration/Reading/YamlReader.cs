using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Streams.Cli.Configuration.Reading;

/// <summary>YAML as a tree that knows its lines. Anchors are followed, within bounds: aliases of aliases grow without end.</summary>
internal sealed class YamlReader(string path, ICollection<ConfigurationProblem> problems)
{
    private const int BytesMax = 4 << 20, DepthMax = 32, NodesMax = 100_000;

    private static readonly string[] Nothing = ["", "~", "null", "Null", "NULL"];

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
    private int _nodes;

    /// <summary>The file's map; empty where the file says nothing; null where it cannot be used.</summary>
    public MapNode? Read()
    {
        try
        {
            if (new FileInfo(path).Length > BytesMax)
                return Refuse(null, "a larger file", $"at most {BytesMax >> 20} MiB");
            using var text = File.OpenText(path);
            return Read(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem("", null, "a file that can be read", e.Message, path));
            return null;
        }
    }

    /// <summary>The same of a text that came another way; the path only names it.</summary>
    public MapNode? Read(TextReader text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents.Count == 0) return new MapNode(At(null));
            if (yaml.Documents.Count > 1)
                return Refuse(yaml.Documents[1].RootNode, "a second document", "one document a file");
            return Convert(yaml.Documents[0].RootNode, 0) switch
            {
                MapNode { IsList: false } map => map,
                ScalarNode { Text: null } => new MapNode(At(null)),
                null => null,
                _ => Refuse(yaml.Documents[0].RootNode, "no settings", "lines of key: value"),
            };
        }
        catch (YamlException e)
        {
            problems.Add(new ConfigurationProblem("", null, "YAML", Plain(e),
                $"{path}:{e.Start.Line}:{e.Start.Column}"));
            return null;
        }
    }

    private ConfigurationNode? Convert(YamlNode node, int depth)
    {
        if (depth > DepthMax || ++_nodes > NodesMax)
            return Refuse(node, "more", $"at most {DepthMax} levels and {NodesMax} values");
        switch (node)
        {
            case YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } scalar
                when Nothing.Contains(scalar.Value ?? ""):
                return new ScalarNode(null, At(node));
            case YamlScalarNode scalar:
                return new ScalarNode(scalar.Value, At(node));
            case YamlSequenceNode list:
                return Fill(node, list.Select((child, index) => ($"{index}", child)), depth, isList: true);
            case YamlMappingNode map:
                return Fill(node, map.Select(pair => ((pair.Key as YamlScalarNode)?.Value ?? "", pair.Value)), depth,
                    isList: false);
            default:
                return Refuse(node, "something else", "a value, a list or settings");
        }
    }

    private MapNode? Fill(YamlNode node, IEnumerable<(string Key, YamlNode Child)> children, int depth, bool isList)
    {
        var map = new MapNode(At(node), isList);
        foreach (var (key, child) in children)
        {
            if (Convert(child, depth + 1) is not { } converted) return null;
            map.Children[key] = converted;
        }

        return map;
    }

    private MapNode? Refuse(YamlNode? node, string found, string allowed)
    {
        if (_nodes <= NodesMax + 1) problems.Add(new ConfigurationProblem("", found, allowed, null, At(node).Where));
        return null;
    }

    private Origin At(YamlNode? node) => new(node is null ? path : $"{path}:{node.Start.Line}", _folder);

    /// <summary>YamlDotNet repeats the place in its message, and quotes nothing of the file.</summary>
    private static string Plain(YamlException e)
    {
        var message = (e.InnerException ?? e).Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (end < 0 ? message : message[(end + 3)..]).TrimEnd('.');
    }
}
