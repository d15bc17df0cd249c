using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Bulk;

/// <summary>What the server says of one document.</summary>
internal readonly record struct ItemReply(int Status, string ErrorType, string Reason)
{
    public bool IsFine => Status is >= 200 and < 300;
}

internal static partial class BulkReply
{
    /// <summary>
    /// One answer for each document, in order; null where the body is cut, no JSON, or speaks of other documents: then
    /// nothing is known.
    /// </summary>
    public static IReadOnlyList<ItemReply>? Read(byte[] body, IReadOnlyList<BulkItem> sent)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("items", out var items)
                || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() != sent.Count)
                return null;
            var replies = new List<ItemReply>(sent.Count);
            foreach (var item in items.EnumerateArray())
            {
                var about = item.GetProperty("index");
                if (about.GetProperty("_id").GetString() != sent[replies.Count].Id) return null;
                var isRefused = about.TryGetProperty("error", out var error);
                replies.Add(new ItemReply(
                    about.GetProperty("status").GetInt32(),
                    isRefused && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("type", out var type) ? type.ToString() : "",
                    isRefused ? ServerReply.ErrorText(error) : ""));
            }

            return replies;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The version that a conflict names; null where its words have changed.</summary>
    public static long? StoredVersion(string reason)
    {
        var match = CurrentVersion().Match(reason);
        return match.Success && long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    // "version conflict" first: what stands before it is the document's id, which is hostile text.
    [GeneratedRegex(@"version conflict, current version \[(\d{1,19})\] is higher or equal to the one provided \[\d{1,19}\][^\[]*\z")]
    private static partial Regex CurrentVersion();
}
