using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>A column of a Lens layer: what is grouped by, or what is measured.</summary>
internal sealed record Column(
    string Id, string Label, string Operation, string DataType, string Scale, bool IsBucketed, string Field, JsonObject Params)
{
    private const string Records = "___records___";

    /// <summary>Only documents that this KQL matches are measured.</summary>
    public string? Filter { get; init; }

    public static Column Count(string label, string? filter = null) =>
        Metric("count", label, Records, new JsonObject { ["emptyAsNull"] = true }) with { Filter = filter };

    public static Column Distinct(string label, string field) => Metric("unique_count", label, field, new JsonObject { ["emptyAsNull"] = true });

    public static Column Sum(string label, string field) => Metric("sum", label, field, new JsonObject { ["emptyAsNull"] = true });

    public static Column Average(string label, string field, bool percent = false) =>
        Metric("average", label, field, percent ? Format("percent", 1) : Format("number", 1));

    public static Column Median(string label, string field) => Metric("median", label, field, Format("number", 1));

    public static Column Max(string label, string field, int decimals = 1) => Metric("max", label, field, Format("number", decimals));

    public static Column Newest(string label, string field) => Metric("max", label, field, []) with { DataType = "date" };

    public static Column Oldest(string label, string field) => Metric("min", label, field, []) with { DataType = "date" };

    /// <summary>The value in the newest document; of a list, all of it.</summary>
    public static Column Last(string label, string field, string type = "string") => new(
        Name("last", label), label, "last_value", type, type == "number" ? "ratio" : "ordinal", false, field,
        new JsonObject { ["showArrayValues"] = true, ["sortField"] = DataView.TimeField })
    { Filter = $"\"{field}\": *" };

    /// <summary>Values with the most of a metric first.</summary>
    public static Column Top(string label, string field, int size, Column by, string type = "string", bool other = false) =>
        Terms(label, field, size, type, other, new JsonObject { ["columnId"] = by.Id, ["type"] = "column" }, "desc");

    /// <summary>Values with the most of a metric first that is not itself shown.</summary>
    public static Column TopBy(string label, string field, int size, Column by)
    {
        var column = Terms(label, field, size, "string", false, new JsonObject { ["type"] = "custom" }, "desc");
        column.Params["orderAgg"] = by.ToJson();
        return column;
    }

    /// <summary>Values in their own order.</summary>
    public static Column Values(string label, string field, int size, string type = "string") =>
        Terms(label, field, size, type, false, new JsonObject { ["fallback"] = true, ["type"] = "alphabetical" }, "asc");

    public static Column Over(string label, string field = DataView.TimeField) => new(
        Name("over", label), label, "date_histogram", "date", "interval", true, field,
        new JsonObject { ["dropPartials"] = false, ["includeEmptyRows"] = true, ["interval"] = "auto" });

    /// <summary>Buckets by KQL, in the order given.</summary>
    public static Column Filters(string label, params (string Label, string Query)[] filters) => new(
        Name("filters", label), label, "filters", "string", "ordinal", true, "",
        new JsonObject
        {
            ["filters"] = new JsonArray([
                .. filters.Select(f => new JsonObject { ["input"] = SavedObject.Kuery(f.Query), ["label"] = f.Label }),
            ]),
        });

    /// <summary>The hours of a day, empty ones too.</summary>
    public static Column Hours(string label, string field) => new(
        Name("hours", label), label, "range", "string", "ordinal", true, field,
        new JsonObject
        {
            ["maxBars"] = "auto",
            ["ranges"] = new JsonArray([
                .. Enumerable.Range(0, 24).Select(hour => new JsonObject
                {
                    ["from"] = hour,
                    ["label"] = hour.ToString("00", System.Globalization.CultureInfo.InvariantCulture),
                    ["to"] = hour + 1,
                }),
            ]),
            ["type"] = "range",
        });

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["customLabel"] = true,
            ["dataType"] = DataType,
            ["isBucketed"] = IsBucketed,
            ["label"] = Label,
            ["operationType"] = Operation,
            ["params"] = Params.DeepClone(),
            ["scale"] = Scale,
        };
        if (Filter is not null) json["filter"] = SavedObject.Kuery(Filter);
        if (Field.Length > 0) json["sourceField"] = Field;
        return json;
    }

    private static Column Metric(string operation, string label, string field, JsonObject parameters) =>
        new(Name(operation, label), label, operation, "number", "ratio", false, field, parameters);

    private static Column Terms(string label, string field, int size, string type, bool other, JsonObject orderBy, string direction) => new(
        Name("terms", label), label, "terms", type, "ordinal", true, field,
        new JsonObject
        {
            ["accuracyMode"] = true,
            ["exclude"] = new JsonArray(),
            ["excludeIsRegex"] = false,
            ["include"] = new JsonArray(),
            ["includeIsRegex"] = false,
            ["missingBucket"] = false,
            ["orderBy"] = orderBy,
            ["orderDirection"] = direction,
            ["otherBucket"] = other,
            ["parentFormat"] = new JsonObject { ["id"] = "terms" },
            ["size"] = size,
        });

    private static JsonObject Format(string id, int decimals) => new()
    {
        ["emptyAsNull"] = true,
        ["format"] = new JsonObject { ["id"] = id, ["params"] = new JsonObject { ["decimals"] = decimals } },
    };

    /// <summary>Readable ids make diffs that people can review.</summary>
    private static string Name(string operation, string label) =>
        operation + "-" + string.Concat(label.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
