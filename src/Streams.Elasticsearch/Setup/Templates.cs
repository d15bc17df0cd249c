using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Setup;

/// <summary>A component or index template as setup writes it.</summary>
internal sealed record Template(string Path, string Name, JsonObject Body, string Hash)
{
    public int Version => Body["version"]!.GetValue<int>();
}

/// <summary>The templates of config/elasticsearch, under the prefix of the configuration.</summary>
internal static class Templates
{
    public const string ManagedBy = "streams";

    private const string Folder = "elasticsearch/", OwnPrefix = "streams-";

    /// <summary>The version of all of them: one program writes what one set of templates takes.</summary>
    public static int Version { get; } = Files().Max(file => file.Body["version"]!.GetValue<int>());

    /// <summary>Components first: an index template names them.</summary>
    /// <param name="prefix">Takes the place of "streams" in every name.</param>
    /// <param name="policyOf">The lifecycle policy of a kind; null where it has none.</param>
    public static IReadOnlyList<Template> All(string prefix, Func<string, string?> policyOf)
    {
        var templates = new List<Template>();
        foreach (var (kind, name, body) in Files())
        {
            var own = name[OwnPrefix.Length..];
            Rename(body, "index_patterns", prefix);
            Rename(body, "composed_of", prefix);
            Rename(body, "ignore_missing_component_templates", prefix);
            if (kind == "index" && policyOf(own) is { } policy)
                body["template"]!["settings"] = new JsonObject { ["index"] = new JsonObject { ["lifecycle"] = new JsonObject { ["name"] = policy } } };
            var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString())))[..16];
            body["_meta"]!["content"] = hash;
            templates.Add(new Template(
                kind == "component" ? "_component_template/" : "_index_template/", $"{prefix}-{own}", body, hash));
        }

        return templates;
    }

    private static List<(string Kind, string Name, JsonObject Body)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new List<(string, string, JsonObject)>();
        var resources = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal));
        foreach (var resource in resources.Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var name = Path.GetFileNameWithoutExtension(resource[Folder.Length..]);
            var dash = name.IndexOf('-', StringComparison.Ordinal);
            files.Add((name[..dash], name[(dash + 1)..], JsonNode.Parse(stream)!.AsObject()));
        }

        return files;
    }

    private static void Rename(JsonObject body, string list, string prefix)
    {
        if (body[list] is not JsonArray names) return;
        body[list] = new JsonArray([.. names.Select(n => JsonValue.Create(prefix + "-" + n!.GetValue<string>()[OwnPrefix.Length..]))]);
    }
}
