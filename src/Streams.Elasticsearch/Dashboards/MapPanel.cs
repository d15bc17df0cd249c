using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>Places of events, gathered by grid cell: the larger the circle, the more distinct events.</summary>
internal sealed record MapPanel(string Id, string Title, DataView View, string Query, string GeoField, string CountField) : Panel(Id, Title)
{
    private const string Layer = "places", Reference = "layer_1_source_index_pattern";

    protected override string Type => "map";

    public override IReadOnlyList<(string Name, string Type, string Id)> References => [(Reference, "index-pattern", View.Id)];

    protected override JsonObject Config() => new()
    {
        ["attributes"] = new JsonObject
        {
            ["description"] = "",
            ["layerListJSON"] = new JsonArray(Base(), Places()).ToJsonString(DashboardFile.Readable),
            ["mapStateJSON"] = new JsonObject
            {
                ["adHocDataViews"] = new JsonArray(),
                ["center"] = new JsonObject { ["lat"] = 30, ["lon"] = 0 },
                ["filters"] = new JsonArray(),
                ["query"] = SavedObject.Kuery(),
                ["settings"] = new JsonObject { ["autoFitToDataBounds"] = true },
                ["zoom"] = 1.4,
            }.ToJsonString(DashboardFile.Readable),
            ["title"] = Title,
            ["uiStateJSON"] = """{"isLayerTOCOpen":false,"openTOCDetails":[]}""",
        },
        ["isLayerTOCOpen"] = false,
        ["openTOCDetails"] = new JsonArray(),
    };

    /// <summary>Elastic's tiles come from the internet: without it the map is bare and the circles stay.</summary>
    private static JsonObject Base() => new()
    {
        ["alpha"] = 1,
        ["id"] = "base",
        ["label"] = null,
        ["maxZoom"] = 24,
        ["minZoom"] = 0,
        ["sourceDescriptor"] = new JsonObject { ["isAutoSelect"] = true, ["type"] = "EMS_TMS" },
        ["style"] = new JsonObject { ["type"] = "TILE" },
        ["type"] = "EMS_VECTOR_TILE",
        ["visible"] = true,
    };

    private JsonObject Places() => new()
    {
        ["alpha"] = 0.75,
        ["id"] = Layer,
        ["joins"] = new JsonArray(),
        ["label"] = "places",
        ["maxZoom"] = 24,
        ["minZoom"] = 0,
        ["query"] = SavedObject.Kuery(Query),
        ["sourceDescriptor"] = new JsonObject
        {
            ["applyForceRefresh"] = true,
            ["applyGlobalQuery"] = true,
            ["applyGlobalTime"] = true,
            ["geoField"] = GeoField,
            ["id"] = Layer + "-source",
            ["indexPatternRefName"] = Reference,
            ["metrics"] = new JsonArray(
                new JsonObject { ["type"] = "count" },
                new JsonObject { ["field"] = CountField, ["label"] = "events", ["type"] = "cardinality" },
                new JsonObject { ["field"] = "user.name", ["label"] = "accounts", ["type"] = "cardinality" }),
            ["requestType"] = "point",
            ["resolution"] = "MOST_FINE",
            ["type"] = "ES_GEO_GRID",
        },
        ["style"] = new JsonObject
        {
            ["isTimeAware"] = true,
            ["properties"] = new JsonObject
            {
                ["fillColor"] = new JsonObject { ["options"] = new JsonObject { ["color"] = "#54B399" }, ["type"] = "STATIC" },
                ["icon"] = new JsonObject { ["options"] = new JsonObject { ["value"] = "marker" }, ["type"] = "STATIC" },
                ["iconSize"] = new JsonObject
                {
                    ["options"] = new JsonObject
                    {
                        ["field"] = new JsonObject { ["name"] = "cardinality_of_" + CountField, ["origin"] = "source" },
                        ["fieldMetaOptions"] = new JsonObject { ["isEnabled"] = true, ["sigma"] = 3 },
                        ["maxSize"] = 28,
                        ["minSize"] = 7,
                    },
                    ["type"] = "DYNAMIC",
                },
                ["lineColor"] = new JsonObject { ["options"] = new JsonObject { ["color"] = "#41937c" }, ["type"] = "STATIC" },
                ["lineWidth"] = new JsonObject { ["options"] = new JsonObject { ["size"] = 1 }, ["type"] = "STATIC" },
                ["symbolizeAs"] = new JsonObject { ["options"] = new JsonObject { ["value"] = "circle" } },
            },
            ["type"] = "VECTOR",
        },
        ["type"] = "GEOJSON_VECTOR",
        ["visible"] = true,
    };
}
