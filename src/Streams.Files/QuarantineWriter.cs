using System.Text.Json;
using System.Text.Unicode;

namespace Streams.Files;

/// <summary>
/// Writes what was not understood, one JSON object a line: <c>{path, record, part, reason, bytes, text}</c>. The
/// bytes are base64 of the whole; <c>text</c> shows the beginning, where it is UTF-8, and is null where it is not.
/// </summary>
public sealed class QuarantineWriter(Stream stream) : IDisposable
{
    /// <summary>Enough to recognise a record by eye.</summary>
    public const int TextBytesMax = 2048;

    private const int Piece = 48 * 1024;

    private readonly Utf8JsonWriter _json = new(stream);

    public long Count { get; private set; }

    public void Write(string path, uint record, ushort part, string reason, ReadOnlySpan<byte> bytes)
    {
        Count++;
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("path"u8, path);
        _json.WriteNumber("record"u8, record);
        _json.WriteNumber("part"u8, part);
        _json.WriteString("reason"u8, reason);
        _json.WritePropertyName("bytes"u8);
        WriteBytes(bytes);
        _json.WritePropertyName("text"u8);
        var text = Beginning(bytes);
        if (Utf8.IsValid(text)) _json.WriteStringValue(text);
        else _json.WriteNullValue();
        _json.WriteEndObject();
        _json.Flush();
        stream.WriteByte((byte)'\n');
    }

    public void Dispose()
    {
        _json.Dispose();
        stream.Flush();
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Piece) { _json.WriteBase64StringValue(bytes); return; }

        // A record may have tens of megabytes: never a second copy of it in memory.
        while (bytes.Length > Piece)
        {
            _json.WriteBase64StringSegment(bytes[..Piece], isFinalSegment: false);
            _json.Flush();
            bytes = bytes[Piece..];
        }

        _json.WriteBase64StringSegment(bytes, isFinalSegment: true);
    }

    private static ReadOnlySpan<byte> Beginning(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= TextBytesMax) return bytes;
        var end = TextBytesMax;
        while (end > TextBytesMax - 4 && (bytes[end] & 0xC0) == 0x80) end--;
        return bytes[..end];
    }
}
