using System.Globalization;
using System.Text.Json;

namespace Streams.Elasticsearch.Bulk;

/// <summary>
/// A document that the server refuses for good, with the reason, until somebody mends the mapping and sends it again.
/// </summary>
/// <param name="Index">Where it was to go.</param>
/// <param name="Id">Its _id there.</param>
/// <param name="Version">Its version: sent again it never overtakes a newer one.</param>
/// <param name="Body">The document as JSON.</param>
/// <param name="Reason">Elasticsearch's words.</param>
/// <param name="Time">When it was set aside, Unix ms.</param>
public sealed record SetAside(string Index, string Id, long Version, byte[] Body, string Reason, long Time)
{
    /// <summary>What a compacted store keeps one of.</summary>
    public string Key => $"{Index}/{Id}";

    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("index", Index);
            json.WriteString("id", Id);
            json.WriteNumber("version", Version);
            json.WriteString("reason", Reason);
            json.WriteString("time", DateTimeOffset.FromUnixTimeMilliseconds(Time).ToString("O", CultureInfo.InvariantCulture));
            json.WriteBase64String("body", Body);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <exception cref="FormatException">Not such a record.</exception>
    public static SetAside Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var json = document.RootElement;
            return new SetAside(
                json.GetProperty("index").GetString()!, json.GetProperty("id").GetString()!, json.GetProperty("version").GetInt64(),
                json.GetProperty("body").GetBytesFromBase64(), json.GetProperty("reason").GetString()!,
                json.GetProperty("time").GetDateTimeOffset().ToUnixTimeMilliseconds());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("not a document of the sink quarantine: " + e.Message, e);
        }
    }
}
