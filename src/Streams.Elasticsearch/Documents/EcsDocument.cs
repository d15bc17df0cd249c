using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Documents;

/// <summary>
/// A document under construction: values by dotted field name, written as nested objects in the order of names. What is
/// unknown is left out.
/// </summary>
internal sealed class EcsDocument
{
    public const string EcsVersion = "9.4.0";

    private readonly SortedDictionary<string, object> _values = new(StringComparer.Ordinal) { ["ecs.version"] = EcsVersion };

    public IEnumerable<string> Fields => _values.Keys;

    public object? this[string field] => _values.GetValueOrDefault(field);

    public void Set(string field, string? value)
    {
        if (!string.IsNullOrEmpty(value)) _values[field] = value;
    }

    public void Set(string field, double? value)
    {
        if (value is { } number && double.IsFinite(number)) _values[field] = number;
    }

    public void Set(string field, long? value)
    {
        if (value is { } number) _values[field] = number;
    }

    public void Set(string field, bool? value)
    {
        if (value is { } flag) _values[field] = flag;
    }

    public void Set(string field, IEnumerable<string?> values)
    {
        var list = values.Where(value => !string.IsNullOrEmpty(value)).ToList();
        if (list.Count > 0) _values[field] = list;
    }

    /// <summary>Unix ms, written as RFC 3339.</summary>
    public void Time(string field, long? time)
    {
        if (time is { } known) _values[field] = TimeText(known);
    }

    public void Location(string field, double? latitude, double? longitude)
    {
        if (latitude is not { } lat || longitude is not { } lon || !double.IsFinite(lat) || !double.IsFinite(lon)) return;
        _values[field] = new JsonObject { ["lat"] = lat, ["lon"] = lon };
    }

    /// <summary>A value that is JSON already: what flattened and unindexed fields hold.</summary>
    public void Json(string field, JsonNode? json)
    {
        if (json is not null) _values[field] = json;
    }

    /// <summary>Moves a key of a JSON document into a field; null and empty lists are left out.</summary>
    public void Take(string field, JsonObject from, string key)
    {
        if (!from.Remove(key, out var value) || value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }) return;
        if (value is JsonValue text && text.TryGetValue<string>(out var words) && words.Length == 0) return;
        _values[field] = value;
    }

    /// <summary>
    /// What neither stands elsewhere nor was taken: keys that have come since these fields were made are kept, unindexed,
    /// rather than lost.
    /// </summary>
    public void Rest(string field, JsonObject from, IEnumerable<string> elsewhere)
    {
        foreach (var key in elsewhere) from.Remove(key);
        if (from.Count > 0) _values[field] = from;
    }

    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream(1_024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            string[] open = [];
            foreach (var (field, value) in _values)
            {
                // Names with one beginning stand together in ordinal order, so every object is opened once.
                var path = field.Split('.');
                var shared = 0;
                while (shared < open.Length && shared < path.Length - 1 && open[shared] == path[shared]) shared++;
                for (var i = open.Length; i > shared; i--) json.WriteEndObject();
                for (var i = shared; i < path.Length - 1; i++) json.WriteStartObject(path[i]);
                open = path[..^1];
                json.WritePropertyName(path[^1]);
                Write(json, value);
            }

            for (var i = open.Length; i > 0; i--) json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static string TimeText(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case List<string?> list:
                json.WriteStartArray();
                foreach (var text in list) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            case JsonNode node:
                node.WriteTo(json);
                break;
            default:
                throw new InvalidOperationException($"no JSON for {value.GetType().Name}");
        }
    }
}
