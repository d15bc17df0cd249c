using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>The same counting as the server's, done plainly over all documents.</summary>
internal static class Oracle
{
    /// <summary>Groups of a column: every key with its documents, in no order.</summary>
    public static Dictionary<string, List<JsonElement>> Group(IEnumerable<JsonElement> documents, JsonObject column)
    {
        var groups = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        var all = documents.ToList();
        switch ((string)column["operationType"]!)
        {
            case "filters":
                foreach (var filter in column["params"]!["filters"]!.AsArray())
                {
                    var query = Kuery.Parse((string)filter!["input"]!["query"]!);
                    groups[(string)filter["label"]!] = [.. all.Where(query.Matches)];
                }

                return groups;
            case "range":
                foreach (var range in column["params"]!["ranges"]!.AsArray())
                    groups[(string)range!["label"]!] =
                        [.. all.Where(d => Numbers(d, column).Any(n => n >= (double)range["from"]! && n < (double)range["to"]!))];
                return groups;
            default:
                foreach (var document in all)
                    foreach (var key in Keys(document, column).Distinct())
                    {
                        if (!groups.TryGetValue(key, out var list)) groups[key] = list = [];
                        list.Add(document);
                    }

                return groups;
        }
    }

    public static object? Value(IReadOnlyList<JsonElement> documents, JsonObject column)
    {
        var measured = column["filter"] is { } filter
            ? documents.Where(Kuery.Parse((string)filter["query"]!).Matches).ToList()
            : documents;
        var operation = (string)column["operationType"]!;
        switch (operation)
        {
            case "count":
                return (double)measured.Count;
            case "unique_count":
                return (double)measured.SelectMany(d => Documents.Values(d, Field(column))).Select(Documents.Text).Distinct().Count();
            case "last_value":
                if (measured.Count == 0) return null;
                // Several documents may be equally new: any of theirs will do.
                var newest = measured.Max(d => Documents.Number(Documents.Values(d, "@timestamp").Single()));
                return measured.Where(d => Documents.Number(Documents.Values(d, "@timestamp").Single()) == newest)
                    .Select(d => Documents.Values(d, Field(column)).Select(Documents.Text).Distinct())
                    .Select(values => string.Join('|', values.Order(StringComparer.Ordinal)))
                    .ToHashSet();
            default:
                var numbers = measured.SelectMany(d => Numbers(d, column)).ToList();
                if (numbers.Count == 0) return operation == "sum" ? 0.0 : null;
                return operation switch
                {
                    "sum" => numbers.Sum(),
                    "average" => numbers.Average(),
                    "max" => numbers.Max(),
                    "min" => numbers.Min(),
                    // The server estimates percentiles; a median lies between the two in the middle.
                    "median" => (numbers.Order().ElementAt((numbers.Count - 1) / 2), numbers.Order().ElementAt(numbers.Count / 2)),
                    _ => throw new InvalidOperationException($"no oracle for {operation}"),
                };
        }
    }

    private static string Field(JsonObject column) => (string)column["sourceField"]!;

    private static IEnumerable<double> Numbers(JsonElement document, JsonObject column) =>
        Documents.Values(document, Field(column)).Select(Documents.Number);

    private static IEnumerable<string> Keys(JsonElement document, JsonObject column) =>
        (string)column["operationType"]! == "date_histogram"
            ? Numbers(document, column).Select(n => (Math.Floor(n / 86_400_000) * 86_400_000).ToString(CultureInfo.InvariantCulture))
            : Documents.Values(document, Field(column)).Select(Documents.Text);
}
