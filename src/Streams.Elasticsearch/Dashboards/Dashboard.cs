using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>A list of values above a dashboard that narrows every panel.</summary>
internal sealed record Control(string Id, string Title, DataView View, string Field);

/// <summary>A dashboard with its panels by value.</summary>
internal sealed record Dashboard(
    string Id, string Title, string Description, string From, IReadOnlyList<Control> Controls, IReadOnlyList<Panel> Panels)
{
    /// <summary>
    /// The oldest version that describes what is in it: Kibana 8.9 and every later one takes it, and no migration for
    /// older shapes runs over it.
    /// </summary>
    public const string Version = "8.9.0";

    public JsonObject ToSavedObject()
    {
        var attributes = new JsonObject
        {
            ["controlGroupInput"] = new JsonObject
            {
                ["chainingSystem"] = "HIERARCHICAL",
                ["controlStyle"] = "oneLine",
                ["ignoreParentSettingsJSON"] =
                    """{"ignoreFilters":false,"ignoreQuery":false,"ignoreTimerange":false,"ignoreValidations":false}""",
                ["panelsJSON"] = ControlsJson().ToJsonString(DashboardFile.Readable),
            },
            ["description"] = Description,
            ["kibanaSavedObjectMeta"] = new JsonObject
            {
                ["searchSourceJSON"] = new JsonObject { ["filter"] = new JsonArray(), ["query"] = SavedObject.Kuery() }.ToJsonString(),
            },
            ["optionsJSON"] =
                """{"hidePanelTitles":false,"syncColors":true,"syncCursor":true,"syncTooltips":false,"useMargins":true}""",
            ["panelsJSON"] = new JsonArray([.. Panels.Select(p => p.ToJson())]).ToJsonString(DashboardFile.Readable),
            ["refreshInterval"] = new JsonObject { ["pause"] = true, ["value"] = 60_000 },
            ["timeFrom"] = From,
            ["timeRestore"] = true,
            ["timeTo"] = "now",
            ["title"] = Title,
            ["version"] = 1,
        };
        var references = Panels.SelectMany(p => p.Hoisted)
            .Concat(Controls.Select(c => ($"controlGroup_{c.Id}:optionsListDataView", "index-pattern", c.View.Id)));
        return SavedObject.Of("dashboard", Id, Version, attributes, references);
    }

    private JsonObject ControlsJson()
    {
        var json = new JsonObject();
        foreach (var (control, order) in Controls.Select((c, i) => (c, i)))
            json[control.Id] = new JsonObject
            {
                ["explicitInput"] = new JsonObject
                {
                    ["enhancements"] = new JsonObject(),
                    ["fieldName"] = control.Field,
                    ["id"] = control.Id,
                    ["title"] = control.Title,
                },
                ["grow"] = true,
                ["order"] = order,
                ["type"] = "optionsListControl",
                ["width"] = "medium",
            };
        return json;
    }
}
