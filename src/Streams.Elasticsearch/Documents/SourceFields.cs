using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Documents;

/// <summary>A stored document, read by dotted field name.</summary>
internal readonly struct SourceFields(JsonElement source)
{
    public JsonElement? Element(string field)
    {
        var at = source;
        foreach (var name in field.Split('.'))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at.ValueKind == JsonValueKind.Null ? null : at;
    }

    public string? Text(string field) => Element(field)?.GetString();

    public double? Number(string field) => Element(field)?.GetDouble();

    public long? Count(string field) => Element(field)?.GetInt64();

    public bool? Flag(string field) => Element(field)?.GetBoolean();

    public long? Time(string field) => Text(field) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds()
        : null;

    public IReadOnlyList<string> Texts(string field) => Element(field) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(text => text.GetString() ?? "")],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        _ => [],
    };

    public JsonNode? Node(string field) => Element(field) is { } element ? JsonNode.Parse(element.GetRawText()) : null;

    /// <summary>The keys that no field was made for, to put the others beside.</summary>
    public JsonObject Rest(string field) => Node(field) as JsonObject ?? [];

    public JsonArray List(string field) => new([.. Texts(field).Select(text => JsonValue.Create(text))]);
}
