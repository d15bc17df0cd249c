using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>What a panel reads. Without a time field the time picker does not narrow it: there is one document a subject.</summary>
/// <param name="Kind">The indices' kind; the id of the saved object is streams- and this.</param>
internal sealed record DataView(string Kind, string Name, bool HasTime)
{
    public const string TimeField = "@timestamp";

    public static readonly DataView Accounts = new(IndexNames.AccountsKind, "Streams: accounts", false);
    public static readonly DataView Rings = new(IndexNames.RingsKind, "Streams: rings", false);
    public static readonly DataView Findings = new(IndexNames.FindingsKind, "Streams: findings", true);
    public static readonly DataView Alerts = new(IndexNames.AlertsKind, "Streams: alerts", true);
    public static readonly DataView Evidence = new(IndexNames.EvidenceKind, "Streams: evidence", true);
    public static readonly DataView Scores = new(IndexNames.ScoresKind, "Streams: scores", true);
    public static readonly DataView Sources = new(IndexNames.SourcesKind, "Streams: sources", false);
    public static readonly DataView Triage = new(IndexNames.TriageKind, "Streams: triage", true);

    public static readonly IReadOnlyList<DataView> All = [Accounts, Rings, Findings, Alerts, Evidence, Scores, Sources, Triage];

    public string Id => "streams-" + Kind;

    public JsonObject ToSavedObject(IndexNames names)
    {
        var attributes = new JsonObject
        {
            ["allowHidden"] = false,
            ["fieldAttrs"] = "{}",
            ["fieldFormatMap"] = "{}",
            ["fields"] = "[]",
            ["name"] = Name,
            ["runtimeFieldMap"] = "{}",
            ["sourceFilters"] = "[]",
        };
        if (HasTime) attributes["timeFieldName"] = TimeField;
        attributes["title"] = names.Pattern(Kind);
        return SavedObject.Of("index-pattern", Id, "8.0.0", attributes, []);
    }
}
