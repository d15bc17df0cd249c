using System.Text;

namespace Streams.Core.Activities;

/// <summary>
/// A slice of UTF-8 text in somebody else's buffer. Valid until that buffer is reused: the next record.
/// </summary>
public readonly struct Utf8Text(byte[] buffer, int start, int length)
{
    private readonly byte[]? _buffer = buffer;
    private readonly int _start = start;

    public int Length { get; } = length;

    internal byte[] Buffer => _buffer ?? [];

    internal int Start => _start;

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Span => _buffer is null ? default : _buffer.AsSpan(_start, Length);

    public static Utf8Text Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new Utf8Text(bytes, 0, bytes.Length);
    }

    public Utf8Text Slice(int start) => new(_buffer!, _start + start, Length - start);

    public Utf8Text Slice(int start, int length) => new(_buffer!, _start + start, length);

    public bool Is(ReadOnlySpan<byte> other) => Span.SequenceEqual(other);

    public override string ToString() => Encoding.UTF8.GetString(Span);

    public string? ToStringOrNull() => IsEmpty ? null : ToString();
}
