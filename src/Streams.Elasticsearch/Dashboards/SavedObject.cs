using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

internal static class SavedObject
{
    public static JsonObject Of(
        string type, string id, string migration, JsonObject attributes,
        IEnumerable<(string Name, string Type, string Id)> references) => new()
        {
            ["attributes"] = attributes,
            ["coreMigrationVersion"] = "8.8.0",
            ["id"] = id,
            ["managed"] = false,
            ["references"] = References(references),
            ["type"] = type,
            ["typeMigrationVersion"] = migration,
        };

    public static JsonArray References(IEnumerable<(string Name, string Type, string Id)> references) => new([
        .. references.OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new JsonObject { ["id"] = r.Id, ["name"] = r.Name, ["type"] = r.Type }),
    ]);

    public static JsonObject Kuery(string query = "") => new() { ["language"] = "kuery", ["query"] = query };
}
