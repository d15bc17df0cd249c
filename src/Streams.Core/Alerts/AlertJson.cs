using System.Buffers;
using System.Text.Json;
using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>
/// An alert's document as the results log, the index and <c>streams alerts</c> carry it: snake_case, RFC 3339, keys in
/// the order of the record.
/// </summary>
public static class AlertJson
{
    public static byte[] ToBytes(AlertDocument alert)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer)) new AlertJsonWriter(json).Write(alert);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">Not an alert; the message says where.</exception>
    public static AlertDocument Read(ReadOnlyMemory<byte> utf8) => Parse(utf8, AlertJsonReader.Alert);

    public static byte[] ToBytes(TriageRecord triage)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer)) new AlertJsonWriter(json).Write(triage);
        return buffer.WrittenSpan.ToArray();
    }

    public static TriageRecord ReadTriage(ReadOnlyMemory<byte> utf8) => Parse(utf8, AlertJsonReader.Triage);

    private static T Parse<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("not an alert's document: " + e.Message, e);
        }
    }
}
