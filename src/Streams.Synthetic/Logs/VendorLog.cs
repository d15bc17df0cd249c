using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>Takes one raw record, without its line end. The bytes are valid during the call only.</summary>
internal delegate void RecordSink(ReadOnlySpan<byte> record);

/// <summary>How one vendor writes down what happened.</summary>
internal abstract class VendorLog
{
    /// <summary>Name of the format in formats.md.</summary>
    public abstract string Format { get; }

    /// <summary>Folder and stem of its files.</summary>
    public abstract string Stem { get; }

    public abstract string Extension { get; }

    public abstract bool Takes(Happening happening);

    public abstract void Write(Happening happening, RecordSink sink);

    protected static string Iso(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    protected static string Stamp(long time, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>ISO time with the offset that the author's machine had; seconds, as git has them.</summary>
    protected static string WithOffset(long time, int minutes) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToOffset(TimeSpan.FromMinutes(minutes)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

internal abstract class JsonLog : VendorLog
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer;

    protected JsonLog() => _writer = new Utf8JsonWriter(_buffer, Options);

    protected Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        return _writer;
    }

    protected void End(RecordSink sink)
    {
        _writer.Flush();
        sink(_buffer.WrittenSpan);
    }
}

internal abstract class TextLog : VendorLog
{
    private byte[] _bytes = new byte[1024];

    protected void Line(RecordSink sink, string text)
    {
        var need = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < need) _bytes = new byte[need];
        sink(_bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, _bytes)));
    }
}
