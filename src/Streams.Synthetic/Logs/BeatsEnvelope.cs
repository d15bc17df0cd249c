using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streams.Synthetic.Logs;

/// <summary>What Filebeat puts around a raw record on its way to Kafka.</summary>
internal sealed class BeatsEnvelope
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer;
    private readonly string _dataset;

    public BeatsEnvelope(string format)
    {
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _dataset = format switch { "okta" => "okta.system", "cisco-asa" => "cisco_asa.log", _ => format + ".log" };
    }

    public ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> record, long time)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteString("@timestamp", DateTimeOffset.FromUnixTimeMilliseconds(time + 4_000).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        _writer.WriteStartObject("@metadata");
        _writer.WriteString("beat", "filebeat");
        _writer.WriteString("type", "_doc");
        _writer.WriteString("version", "8.17.0");
        _writer.WriteEndObject();
        _writer.WriteStartObject("event");
        _writer.WriteString("dataset", _dataset);
        _writer.WriteEndObject();
        _writer.WriteStartObject("ecs");
        _writer.WriteString("version", "8.0.0");
        _writer.WriteEndObject();
        _writer.WriteStartObject("agent");
        _writer.WriteString("name", "collector-1");
        _writer.WriteString("type", "filebeat");
        _writer.WriteString("version", "8.17.0");
        _writer.WriteEndObject();
        _writer.WriteString("message", record);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }
}
