using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>The search that Kibana sends for a Lens layer: groups nested in order, metrics at every level to order by.</summary>
internal static class LensRequest
{
    public static string Of(LensLayer lens)
    {
        var filters = new JsonArray(Kuery.Parse(lens.Query).ToQuery());
        if (lens.HasTime)
            filters.Add(new JsonObject { ["range"] = new JsonObject { ["@timestamp"] = new JsonObject { ["gte"] = "2000-01-01", ["lte"] = "2100-01-01" } } });
        return new JsonObject
        {
            ["size"] = 0,
            ["query"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = filters } },
            ["aggs"] = Aggregations(lens.Columns, 0),
        }.ToJsonString();
    }

    private static JsonObject Aggregations(IReadOnlyList<JsonObject> columns, int level)
    {
        var aggregations = new JsonObject();
        foreach (var metric in columns.Where(c => !(bool)c["isBucketed"]!))
            if (Metric(metric) is { } aggregation) aggregations[(string)metric["id"]!] = aggregation;
        if (level < columns.Count && (bool)columns[level]["isBucketed"]!)
        {
            var bucket = Bucket(columns[level], columns);
            var inside = Aggregations(columns, level + 1);
            if (columns[level]["params"]!["orderAgg"] is JsonObject by) inside["order-agg"] = Metric(by);
            bucket["aggs"] = inside;
            aggregations[(string)columns[level]["id"]!] = bucket;
        }

        return aggregations;
    }

    private static JsonObject Bucket(JsonObject column, IReadOnlyList<JsonObject> columns)
    {
        var field = (string?)column["sourceField"];
        var parameters = column["params"]!;
        switch ((string)column["operationType"]!)
        {
            case "terms":
                var by = (string?)parameters["orderBy"]!["columnId"];
                var order = parameters["orderAgg"] is not null ? "order-agg"
                    : by is null ? "_key"
                    : (string)columns.Single(c => (string)c["id"]! == by)["operationType"]! == "count" ? "_count" : by;
                var terms = new JsonObject
                {
                    ["field"] = field,
                    ["size"] = parameters["size"]!.DeepClone(),
                    ["order"] = new JsonObject { [order] = (string)parameters["orderDirection"]! },
                };
                if ((bool?)parameters["accuracyMode"] == true) terms["shard_size"] = 1_000;
                return new JsonObject { ["terms"] = terms };
            case "date_histogram":
                return new JsonObject
                {
                    ["date_histogram"] = new JsonObject { ["field"] = field, ["fixed_interval"] = "1d", ["min_doc_count"] = 1 },
                };
            case "filters":
                var filters = new JsonObject();
                foreach (var filter in parameters["filters"]!.AsArray())
                    filters[(string)filter!["label"]!] = Kuery.Parse((string)filter["input"]!["query"]!).ToQuery();
                return new JsonObject { ["filters"] = new JsonObject { ["filters"] = filters } };
            case "range":
                return new JsonObject
                {
                    ["range"] = new JsonObject
                    {
                        ["field"] = field,
                        ["ranges"] = new JsonArray([
                            .. parameters["ranges"]!.AsArray().Select(r => new JsonObject
                            {
                                ["key"] = (string)r!["label"]!, ["from"] = r["from"]!.DeepClone(), ["to"] = r["to"]!.DeepClone(),
                            }),
                        ]),
                    },
                };
            default:
                throw new InvalidOperationException($"no grouping {column["operationType"]}");
        }
    }

    private static JsonObject? Metric(JsonObject column)
    {
        var field = (string?)column["sourceField"];
        var filter = (string?)column["filter"]?["query"];
        JsonObject? plain = (string)column["operationType"]! switch
        {
            "count" => null,
            "unique_count" => Simple("cardinality", field),
            "average" => Simple("avg", field),
            "median" => new JsonObject { ["percentiles"] = new JsonObject { ["field"] = field, ["percents"] = new JsonArray(50) } },
            "last_value" => new JsonObject
            {
                ["top_hits"] = new JsonObject
                {
                    ["size"] = 1,
                    ["_source"] = false,
                    ["docvalue_fields"] = new JsonArray(field),
                    ["sort"] = new JsonArray(new JsonObject { [(string)column["params"]!["sortField"]!] = "desc" }),
                },
            },
            var operation => Simple(operation, field),
        };
        if (filter is null) return plain;
        var filtered = new JsonObject { ["filter"] = Kuery.Parse(filter).ToQuery() };
        if (plain is not null) filtered["aggs"] = new JsonObject { ["inner"] = plain };
        return filtered;
    }

    private static JsonObject Simple(string operation, string? field) => new() { [operation] = new JsonObject { ["field"] = field } };

    /// <summary>The value of a metric in a bucket of the answer; null where there is none.</summary>
    public static object? Value(JsonElement bucket, JsonObject column)
    {
        var operation = (string)column["operationType"]!;
        var isFiltered = column["filter"] is not null;
        if (operation == "count")
            return isFiltered ? bucket.GetProperty((string)column["id"]!).GetProperty("doc_count").GetDouble() : bucket.GetProperty("doc_count").GetDouble();
        var answer = bucket.GetProperty((string)column["id"]!);
        if (isFiltered) answer = answer.GetProperty("inner");
        if (operation == "last_value")
        {
            var hits = answer.GetProperty("hits").GetProperty("hits");
            if (hits.GetArrayLength() == 0 || !hits[0].TryGetProperty("fields", out var fields)) return null;
            var values = fields.EnumerateObject().First().Value.EnumerateArray().Select(Documents.Text);
            return string.Join('|', values.Order(StringComparer.Ordinal));
        }

        var value = operation == "median" ? answer.GetProperty("values").GetProperty("50.0") : answer.GetProperty("value");
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
    }

    /// <summary>The buckets of a group by their key as text.</summary>
    public static IEnumerable<(string Key, JsonElement Bucket)> Buckets(JsonElement level, JsonObject column)
    {
        var buckets = level.GetProperty((string)column["id"]!).GetProperty("buckets");
        return buckets.ValueKind == JsonValueKind.Object
            ? buckets.EnumerateObject().Select(b => (b.Name, b.Value))
            : buckets.EnumerateArray().Select(b => (
                b.TryGetProperty("key_as_string", out var text) && (string)column["operationType"]! == "terms" ? text.GetString()! : b.GetProperty("key").ToString(), b));
    }
}
