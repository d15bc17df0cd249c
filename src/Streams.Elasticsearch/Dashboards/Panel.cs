using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>A place on the grid of 48 columns.</summary>
internal readonly record struct Box(int X, int Y, int Width, int Height);

/// <summary>One panel of a dashboard.</summary>
internal abstract record Panel(string Id, string Title)
{
    public Box Box { get; init; }

    /// <summary>Dashboards that a click on a value leads to, with the value as filter.</summary>
    public IReadOnlyList<(string Name, string Dashboard)> Drilldowns { get; init; } = [];

    protected abstract string Type { get; }

    /// <summary>References inside the panel; the dashboard repeats them under the panel's name.</summary>
    public abstract IReadOnlyList<(string Name, string Type, string Id)> References { get; }

    public Panel At(int x, int y, int width, int height) => this with { Box = new Box(x, y, width, height) };

    public Panel To(string name, string dashboard) => this with { Drilldowns = [.. Drilldowns, (name, dashboard)] };

    public IEnumerable<(string Name, string Type, string Id)> Hoisted =>
        References.Select(r => ($"{Id}:{r.Name}", r.Type, r.Id))
            .Concat(Drilldowns.Select(d => ($"{Id}:{Reference(d.Dashboard)}", "dashboard", d.Dashboard)));

    public JsonObject ToJson()
    {
        var config = Config();
        config["enhancements"] = Drilldowns.Count == 0 ? new JsonObject() : new JsonObject
        {
            ["dynamicActions"] = new JsonObject { ["events"] = new JsonArray([.. Drilldowns.Select(Event)]) },
        };
        var json = new JsonObject
        {
            ["embeddableConfig"] = config,
            ["gridData"] = new JsonObject { ["h"] = Box.Height, ["i"] = Id, ["w"] = Box.Width, ["x"] = Box.X, ["y"] = Box.Y },
            ["panelIndex"] = Id,
            ["type"] = Type,
            ["version"] = Dashboard.Version,
        };
        if (Title.Length > 0) json["title"] = Title;
        return json;
    }

    protected abstract JsonObject Config();

    private string EventId(string dashboard) => $"{Id}-{dashboard}";

    private string Reference(string dashboard) => $"drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:{EventId(dashboard)}:dashboardId";

    private JsonObject Event((string Name, string Dashboard) to) => new()
    {
        ["action"] = new JsonObject
        {
            ["config"] = new JsonObject { ["openInNewTab"] = false, ["useCurrentDateRange"] = true, ["useCurrentFilters"] = true },
            ["factoryId"] = "DASHBOARD_TO_DASHBOARD_DRILLDOWN",
            ["name"] = to.Name,
        },
        ["eventId"] = EventId(to.Dashboard),
        ["triggers"] = new JsonArray("FILTER_TRIGGER"),
    };
}

/// <summary>Text, and links to the other dashboards.</summary>
internal sealed record MarkdownPanel(string Id, string Markdown) : Panel(Id, "")
{
    protected override string Type => "visualization";

    public override IReadOnlyList<(string Name, string Type, string Id)> References => [];

    protected override JsonObject Config() => new()
    {
        ["savedVis"] = new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["aggs"] = new JsonArray(),
                ["searchSource"] = new JsonObject { ["filter"] = new JsonArray(), ["query"] = SavedObject.Kuery() },
            },
            ["description"] = "",
            ["id"] = "",
            ["params"] = new JsonObject { ["fontSize"] = 12, ["markdown"] = Markdown, ["openLinksInNewTab"] = false },
            ["title"] = "",
            ["type"] = "markdown",
            ["uiState"] = new JsonObject(),
        },
    };
}
