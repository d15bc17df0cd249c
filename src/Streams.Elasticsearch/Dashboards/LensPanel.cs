using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>
/// A Lens visualization by value: one layer of columns over a data view, and how they are drawn. Groups stand before
/// metrics.
/// </summary>
internal sealed record LensPanel(string Id, string Title, string Visualization, DataView View, string Query, IReadOnlyList<Column> Columns)
    : Panel(Id, Title)
{
    private const string Layer = "layer";

    private Func<LensPanel, JsonObject> Draw { get; init; } = _ => [];

    protected override string Type => "lens";

    public override IReadOnlyList<(string Name, string Type, string Id)> References =>
        [($"indexpattern-datasource-layer-{Layer}", "index-pattern", View.Id)];

    /// <summary>One number.</summary>
    public static LensPanel Metric(string id, string title, DataView view, string query, Column metric) =>
        new(id, title, "lnsMetric", view, query, [metric])
        {
            Draw = panel => new JsonObject { ["layerId"] = Layer, ["layerType"] = "data", ["metricAccessor"] = panel.Columns[0].Id },
        };

    /// <summary>A ring of shares.</summary>
    public static LensPanel Donut(string id, string title, DataView view, string query, Column group, Column metric) =>
        new(id, title, "lnsPie", view, query, [group, metric])
        {
            Draw = panel => new JsonObject
            {
                ["layers"] = new JsonArray(new JsonObject
                {
                    ["categoryDisplay"] = "default",
                    ["layerId"] = Layer,
                    ["layerType"] = "data",
                    ["legendDisplay"] = "default",
                    ["metrics"] = new JsonArray(panel.Columns[1].Id),
                    ["nestedLegend"] = false,
                    ["numberDisplay"] = "value",
                    ["primaryGroups"] = new JsonArray(panel.Columns[0].Id),
                }),
                ["shape"] = "donut",
            },
        };

    /// <summary>A table: groups on the left, what is measured beside them.</summary>
    public static LensPanel Table(string id, string title, DataView view, string query, params Column[] columns) =>
        new(id, title, "lnsDatatable", view, query, columns)
        {
            Draw = panel => new JsonObject
            {
                ["columns"] = new JsonArray([
                    .. panel.Columns.Select(c => new JsonObject { ["columnId"] = c.Id, ["isMetric"] = !c.IsBucketed, ["isTransposed"] = false }),
                ]),
                ["layerId"] = Layer,
                ["layerType"] = "data",
                ["paging"] = new JsonObject { ["enabled"] = true, ["size"] = 10 },
            },
        };

    /// <summary>Bars or lines over a horizontal axis, divided by a second group where one is given.</summary>
    public static LensPanel Xy(
        string id, string title, string series, DataView view, string query, Column over, Column? by, params Column[] metrics) =>
        new(id, title, "lnsXY", view, query, [over, .. by is null ? [] : new[] { by }, .. metrics])
        {
            Draw = panel => XyState(series, over, by, panel.Columns.Where(c => !c.IsBucketed)),
        };

    /// <summary>A grid of two groups; the darker, the more.</summary>
    public static LensPanel Heat(string id, string title, DataView view, string query, Column across, Column down, Column metric) =>
        new(id, title, "lnsHeatmap", view, query, [across, down, metric])
        {
            Draw = panel => new JsonObject
            {
                ["gridConfig"] = new JsonObject
                {
                    ["isCellLabelVisible"] = false,
                    ["isXAxisLabelVisible"] = true,
                    ["isXAxisTitleVisible"] = true,
                    ["isYAxisLabelVisible"] = true,
                    ["isYAxisTitleVisible"] = true,
                    ["type"] = "heatmap_grid",
                },
                ["layerId"] = Layer,
                ["layerType"] = "data",
                ["legend"] = new JsonObject { ["isVisible"] = true, ["position"] = "right", ["type"] = "heatmap_legend" },
                ["shape"] = "heatmap",
                ["valueAccessor"] = panel.Columns[2].Id,
                ["xAccessor"] = panel.Columns[0].Id,
                ["yAccessor"] = panel.Columns[1].Id,
            },
        };

    protected override JsonObject Config() => new()
    {
        ["attributes"] = new JsonObject
        {
            ["references"] = SavedObject.References(References),
            ["state"] = new JsonObject
            {
                ["adHocDataViews"] = new JsonObject(),
                ["datasourceStates"] = new JsonObject
                {
                    ["formBased"] = new JsonObject { ["layers"] = new JsonObject { [Layer] = LayerJson() } },
                },
                ["filters"] = new JsonArray(),
                ["internalReferences"] = new JsonArray(),
                ["query"] = SavedObject.Kuery(Query),
                ["visualization"] = Draw(this),
            },
            ["title"] = Title,
            ["type"] = "lens",
            ["visualizationType"] = Visualization,
        },
    };

    private JsonObject LayerJson()
    {
        var columns = new JsonObject();
        foreach (var column in Columns) columns[column.Id] = column.ToJson();
        return new JsonObject
        {
            ["columnOrder"] = new JsonArray([.. Columns.Select(c => JsonValue.Create(c.Id))]),
            ["columns"] = columns,
            ["incompleteColumns"] = new JsonObject(),
            ["sampling"] = 1,
        };
    }

    private static JsonObject XyState(string series, Column over, Column? by, IEnumerable<Column> metrics)
    {
        static JsonObject Axes() => new() { ["x"] = true, ["yLeft"] = true, ["yRight"] = true };
        var layer = new JsonObject
        {
            ["accessors"] = new JsonArray([.. metrics.Select(c => JsonValue.Create(c.Id))]),
            ["layerId"] = Layer,
            ["layerType"] = "data",
            ["position"] = "top",
            ["seriesType"] = series,
            ["showGridlines"] = false,
            ["xAccessor"] = over.Id,
        };
        if (by is not null) layer["splitAccessor"] = by.Id;
        return new JsonObject
        {
            ["axisTitlesVisibilitySettings"] = Axes(),
            ["fittingFunction"] = series == "line" ? "Carry" : "None",
            ["gridlinesVisibilitySettings"] = Axes(),
            ["labelsOrientation"] = new JsonObject { ["x"] = 0, ["yLeft"] = 0, ["yRight"] = 0 },
            ["layers"] = new JsonArray(layer),
            ["legend"] = new JsonObject { ["isVisible"] = true, ["position"] = "right" },
            ["preferredSeriesType"] = series,
            ["tickLabelsVisibilitySettings"] = Axes(),
            ["valueLabels"] = "hide",
        };
    }
}
