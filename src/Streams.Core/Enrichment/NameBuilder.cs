using System.Text;

namespace Streams.Core.Enrichment;

/// <summary>
/// Joins parts of a name in the caller's buffer; only a name that is too long for any system takes one of its own.
/// </summary>
internal readonly ref struct NameBuilder(Span<byte> buffer)
{
    /// <summary>Longest email address (254) with room for a prefix.</summary>
    public const int Room = 384;

    private readonly Span<byte> _buffer = buffer;

    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> between, ReadOnlySpan<byte> last)
    {
        var length = first.Length + between.Length + last.Length;
        var into = length <= _buffer.Length ? _buffer : new byte[length];
        first.CopyTo(into);
        between.CopyTo(into[first.Length..]);
        last.CopyTo(into[(first.Length + between.Length)..]);
        return into[..length];
    }

    public ReadOnlySpan<byte> Add(string first, ReadOnlySpan<byte> between, ReadOnlySpan<byte> last)
    {
        var size = Encoding.UTF8.GetByteCount(first);
        var length = size + between.Length + last.Length;
        var into = length <= _buffer.Length ? _buffer : new byte[length];
        Encoding.UTF8.GetBytes(first, into);
        between.CopyTo(into[size..]);
        last.CopyTo(into[(size + between.Length)..]);
        return into[..length];
    }

    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> between, string last)
    {
        var size = first.Length + between.Length;
        var length = size + Encoding.UTF8.GetByteCount(last);
        var into = length <= _buffer.Length ? _buffer : new byte[length];
        first.CopyTo(into);
        between.CopyTo(into[first.Length..]);
        Encoding.UTF8.GetBytes(last, into[size..]);
        return into[..length];
    }

    public ReadOnlySpan<byte> AddFolded(ReadOnlySpan<byte> text)
    {
        var into = text.Length <= _buffer.Length ? _buffer : new byte[text.Length];
        for (var i = 0; i < text.Length; i++) into[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        return into[..text.Length];
    }
}
