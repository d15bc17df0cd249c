using System.Text.Json.Nodes;
using Streams.Elasticsearch.Setup;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>The fields of an index and their types, as our templates say.</summary>
internal static class TemplateFields
{
    public static Dictionary<string, string> Of(string pattern)
    {
        var templates = Templates.All("streams", _ => null);
        var index = templates.Single(t => t.Body["index_patterns"]?.AsArray().Any(p => (string)p! == pattern) == true);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in index.Body["composed_of"]!.AsArray())
            if (templates.FirstOrDefault(t => t.Name == (string)component!) is { } known) Read(known.Body, fields);
        Read(index.Body, fields);
        return fields;
    }

    private static void Read(JsonObject template, Dictionary<string, string> into)
    {
        if (template["template"]?["mappings"]?["properties"] is JsonObject properties) Read(properties, "", into);
    }

    private static void Read(JsonObject properties, string under, Dictionary<string, string> into)
    {
        foreach (var (name, field) in properties)
        {
            if (field!["properties"] is JsonObject inner) Read(inner, under + name + ".", into);
            else into[under + name] = (string)field["type"]!;
        }
    }
}
