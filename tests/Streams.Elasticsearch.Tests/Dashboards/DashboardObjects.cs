using System.Text;
using System.Text.Json.Nodes;
using Streams.Elasticsearch.Dashboards;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>One Lens layer as it stands in the file: what Kibana will ask of the server.</summary>
internal sealed record LensLayer(
    string Dashboard, string Panel, string Title, string Pattern, bool HasTime, string Query, IReadOnlyList<JsonObject> Columns)
{
    public override string ToString() => $"{Dashboard}/{Panel}";
}

/// <summary>One map layer.</summary>
internal sealed record MapLayer(
    string Dashboard, string Panel, string Pattern, string Query, string GeoField, IReadOnlyList<JsonObject> Metrics);

/// <summary>The NDJSON taken apart again: what is checked is the file, not the builders.</summary>
internal sealed class DashboardObjects
{
    public DashboardObjects(string prefix = "streams")
    {
        File = DashboardFile.Write(prefix);
        Objects = [.. Encoding.UTF8.GetString(File).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())];
        Views = Objects.Where(o => (string?)o["type"] == "index-pattern").ToDictionary(o => (string)o["id"]!, o => o["attributes"]!.AsObject());
        Boards = [.. Objects.Where(o => (string?)o["type"] == "dashboard")];
    }

    public byte[] File { get; }

    public IReadOnlyList<JsonObject> Objects { get; }

    public IReadOnlyDictionary<string, JsonObject> Views { get; }

    public IReadOnlyList<JsonObject> Boards { get; }

    public IEnumerable<LensLayer> Lenses() =>
        from board in Boards
        from panel in Panels(board)
        where (string?)panel["type"] == "lens"
        let attributes = panel["embeddableConfig"]!["attributes"]!
        let view = ViewOf(board, (string)panel["panelIndex"]! + ":indexpattern-datasource-layer-layer")
        let layer = attributes["state"]!["datasourceStates"]!["formBased"]!["layers"]!["layer"]!
        select new LensLayer(
            (string)board["id"]!, (string)panel["panelIndex"]!, (string)attributes["title"]!, (string)view["title"]!, view["timeFieldName"] is not null,
            (string)attributes["state"]!["query"]!["query"]!, [.. layer["columnOrder"]!.AsArray().Select(id => Named(layer, (string)id!))]);

    public IEnumerable<MapLayer> Maps() =>
        from board in Boards
        from panel in Panels(board)
        where (string?)panel["type"] == "map"
        from layer in JsonNode.Parse((string)panel["embeddableConfig"]!["attributes"]!["layerListJSON"]!)!.AsArray()
        let source = layer!["sourceDescriptor"]!
        where (string?)source["type"] == "ES_GEO_GRID"
        let view = ViewOf(board, (string)panel["panelIndex"]! + ":" + (string)source["indexPatternRefName"]!)
        select new MapLayer(
            (string)board["id"]!, (string)panel["panelIndex"]!, (string)view["title"]!, (string)layer["query"]!["query"]!, (string)source["geoField"]!,
            [.. source["metrics"]!.AsArray().Select(m => m!.AsObject())]);

    /// <summary>Fields of the controls, with the pattern of their data view.</summary>
    public IEnumerable<(string Dashboard, string Pattern, string Field)> Controls() =>
        from board in Boards
        from control in JsonNode.Parse((string)board["attributes"]!["controlGroupInput"]!["panelsJSON"]!)!.AsObject()
        let view = ViewOf(board, $"controlGroup_{control.Key}:optionsListDataView")
        select ((string)board["id"]!, (string)view["title"]!, (string)control.Value!["explicitInput"]!["fieldName"]!);

    public static IEnumerable<JsonObject> Panels(JsonObject board) =>
        JsonNode.Parse((string)board["attributes"]!["panelsJSON"]!)!.AsArray().Select(p => p!.AsObject());

    private static JsonObject Named(JsonNode layer, string id)
    {
        var column = layer["columns"]![id]!.DeepClone().AsObject();
        column["id"] = id;
        return column;
    }

    private JsonObject ViewOf(JsonObject board, string reference) =>
        Views[(string)board["references"]!.AsArray().Single(r => (string)r!["name"]! == reference)!["id"]!];
}
