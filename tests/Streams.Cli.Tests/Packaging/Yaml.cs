using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Streams.Cli.Tests.Packaging;

/// <summary>A YAML file as plain maps, lists and texts, with merge keys merged.</summary>
internal static class Yaml
{
    public static Dictionary<object, object> Read(string text) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object,
            object>>(new MergingParser(new Parser(new StringReader(text))));

    /// <summary>The value at a path of keys and numbers; null where there is none.</summary>
    public static object? At(object? node, params ReadOnlySpan<object> path)
    {
        foreach (var key in path)
        {
            node = node switch
            {
                Dictionary<object, object> map => map.GetValueOrDefault(key),
                List<object> list when key is int index && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    public static IEnumerable<string> Texts(object? node) =>
        node is List<object> list ? list.Select(item => (string)item) : [];

    /// <summary>Every map in the tree.</summary>
    public static IEnumerable<Dictionary<object, object>> Maps(object? node) => node switch
    {
        Dictionary<object, object> map => map.Values.SelectMany(Maps).Prepend(map),
        List<object> list => list.SelectMany(Maps),
        _ => [],
    };
}
