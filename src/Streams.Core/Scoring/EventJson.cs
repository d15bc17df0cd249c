using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streams.Core.Scoring;

/// <summary>
/// JSON of <see cref="EventDocument"/>, <see cref="WithdrawnEvent"/> and <see cref="SourceDocument"/>: snake_case,
/// RFC 3339 times, what is unknown left out.
/// </summary>
public static class EventJson
{
    public static byte[] ToBytes(EventDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, EventJsonContext.Default.EventDocument);

    public static byte[] ToBytes(WithdrawnEvent document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, EventJsonContext.Default.WithdrawnEvent);

    public static byte[] ToBytes(SourceDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, EventJsonContext.Default.SourceDocument);

    /// <exception cref="FormatException">Not such a document; the message says where.</exception>
    public static EventDocument Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, EventJsonContext.Default.EventDocument)
                ?? throw new FormatException("not an event document: null");
        }
        catch (JsonException e)
        {
            throw new FormatException("not an event document: " + e.Message, e);
        }
    }

    /// <summary>Null where the event stands.</summary>
    /// <exception cref="FormatException">Not such a document; the message says where.</exception>
    public static WithdrawnEvent? ReadWithdrawn(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            var saysStatus = reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("status"u8);
            if (!saysStatus || !reader.Read() || !reader.ValueTextEquals(WithdrawnEvent.Withdrawn)) return null;
            return JsonSerializer.Deserialize(utf8, EventJsonContext.Default.WithdrawnEvent);
        }
        catch (JsonException e)
        {
            throw new FormatException("not an event document: " + e.Message, e);
        }
    }

    /// <exception cref="FormatException">Not such a document; the message says where.</exception>
    public static SourceDocument ReadSource(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, EventJsonContext.Default.SourceDocument)
                ?? throw new FormatException("not a source document: null");
        }
        catch (JsonException e)
        {
            throw new FormatException("not a source document: " + e.Message, e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventDocument))]
[JsonSerializable(typeof(WithdrawnEvent))]
[JsonSerializable(typeof(SourceDocument))]
internal sealed partial class EventJsonContext : JsonSerializerContext;

/// <summary>Unix ms in memory, RFC 3339 UTC with milliseconds in JSON.</summary>
internal sealed class Rfc3339Converter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new JsonException("expected an RFC 3339 time");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteStringValue(HuntJson.Time(value));
}
