using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streams.Core.Formats;

/// <summary>
/// A place in a JSON text, with the moves that a pass needs. As strict as RFC 8259 and
/// <see cref="JsonTable.DepthMax"/>, but it only says
/// no: whoever wants to know why asks the platform's reader. It keeps no token, line or rollback, which is what makes
/// it faster than that.
/// The bytes are valid UTF-8 already.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    private const int GuessesMax = 4;

    private int _at;
    private int _depth;
    private bool _isFirst;

    public ReadOnlySpan<byte> Json { get; } = json;

    public readonly int At => _at;

    /// <summary>The byte that comes next; 0, which no JSON contains, at the end.</summary>
    public readonly byte Next => ByteAt(Json, _at);

    public void SkipBlank() => _at = Blank(Json, _at);

    public bool IsAtEnd()
    {
        SkipBlank();
        return _at == Json.Length;
    }

    /// <summary>Over an opening bracket; false where that is one level too deep.</summary>
    public bool Enter()
    {
        if (_depth == JsonTable.DepthMax) return false;
        _depth++;
        _at++;
        _isFirst = true;
        return true;
    }

    /// <summary>Over the closing bracket, where <see cref="NextMember"/> or <see cref="NextElement"/> stopped.</summary>
    public bool Leave(byte bracket)
    {
        if (Next != bracket) return false;
        _at++;
        _depth--;
        _isFirst = false;
        return true;
    }

    /// <summary>
    /// To the next member's name, and over it where it is the key that is expected or one of those behind it: a record
    /// leaves out what it does not have. False at the end of the object or at what should not be there
    /// (<see cref="Leave"/> tells which).
    /// </summary>
    public bool NextMember(KnownKey? expected, out KnownKey? known)
    {
        known = null;
        if (!NextElement((byte)'}')) return false;
        var json = Json;
        var at = _at;
        for (var left = GuessesMax; left > 0 && expected is not null; left--, expected = expected.Next)
        {
            if (!expected.Stands(json, at)) continue;
            _at = Blank(json, at + expected.Written.Length);
            known = expected;
            return true;
        }

        return true;
    }

    /// <summary>From a name to its value; false where no name stands here.</summary>
    public bool Name(out ReadOnlySpan<byte> name, out bool escaped)
    {
        name = default;
        escaped = false;
        var start = _at + 1;
        // Set back where the member is no member, so that no closing bracket is found there either.
        if (!SkipName(ref escaped, out var end)) return Stop();
        name = Json[start..end];
        return true;
    }

    /// <summary>To the next element of an array.</summary>
    public bool NextElement() => NextElement((byte)']');

    /// <summary>Over one value of any kind.</summary>
    public bool SkipValue()
    {
        // The place and the depth are kept at hand: through memory, each step would wait for the one before.
        var json = Json;
        var at = _at;
        var depth = _depth;
        var objects = 0UL;
        do
        {
            var first = ByteAt(json, at);
            if (first is (byte)'{' or (byte)'[')
            {
                if (depth == JsonTable.DepthMax) return false;
                depth++;
                objects = (objects << 1) | (first == '{' ? 1UL : 0UL);
                at = Blank(json, at + 1);
                if (ByteAt(json, at) != (first == '{' ? (byte)'}' : (byte)']'))
                {
                    if (first == '{' && (at = NameEnd(json, at)) < 0) return false;
                    continue;
                }
            }
            else if ((at = ScalarEnd(json, at, first)) < 0)
            {
                return false;
            }

            // Behind a value: brackets close until a comma opens the next one.
            while (depth != _depth)
            {
                at = Blank(json, at);
                var isObject = (objects & 1) != 0;
                var c = ByteAt(json, at++);
                if (c == ',')
                {
                    at = Blank(json, at);
                    if (isObject && (at = NameEnd(json, at)) < 0) return false;
                    break;
                }

                if (c != (isObject ? (byte)'}' : (byte)']')) return false;
                objects >>= 1;
                depth--;
            }
        }
        while (depth != _depth);

        _at = at;
        _isFirst = false;
        return true;
    }

    /// <summary>Over a string, number or word, and where it stands.</summary>
    public bool Scalar(ref JsonSlot slot)
    {
        var json = Json;
        var start = _at;
        var first = ByteAt(json, start);
        _isFirst = false;
        if (first == '"')
        {
            var escaped = false;
            var close = StringEnd(json, start + 1, ref escaped);
            if (close < 0) return false;
            _at = close + 1;
            slot.Start = start + 1;
            slot.Length = close - start - 1;
            slot.Kind = JsonKind.String;
            slot.Escaped = escaped;
            return true;
        }

        var end = ScalarEnd(json, start, first);
        if (end < 0) return false;
        _at = end;
        slot.Start = start;
        slot.Length = end - start;
        slot.Kind = first switch
        {
            (byte)'t' => JsonKind.True,
            (byte)'f' => JsonKind.False,
            (byte)'n' => JsonKind.Null,
            _ => JsonKind.Number,
        };
        return true;
    }

    private bool NextElement(byte closing)
    {
        var json = Json;
        var at = Blank(json, _at);
        var next = ByteAt(json, at);
        if (_isFirst)
        {
            _isFirst = false;
            _at = at;
            return next != closing;
        }

        _at = next == ',' ? Blank(json, at + 1) : at;
        return next == ',';
    }

    private bool Stop()
    {
        _at = Json.Length;
        return false;
    }

    private static byte ByteAt(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length ? json[at] : (byte)0;

    /// <summary>Behind the blanks; between tokens of compact JSON, which is most, none stand.</summary>
    private static int Blank(ReadOnlySpan<byte> json, int at)
    {
        while (ByteAt(json, at) is <= (byte)' ' and ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) at++;
        return at;
    }

    /// <summary>Over a name and its colon.</summary>
    private bool SkipName(ref bool escaped, out int end)
    {
        var json = Json;
        end = ByteAt(json, _at) == '"' ? StringEnd(json, _at + 1, ref escaped) : -1;
        if (end < 0) return false;
        _at = Blank(json, end + 1);
        if (Next != ':') return false;
        _at = Blank(json, _at + 1);
        return true;
    }

    /// <summary>Where the value of the member stands whose name stands here; −1 where none does.</summary>
    private static int NameEnd(ReadOnlySpan<byte> json, int at)
    {
        var escaped = false;
        if (ByteAt(json, at) != '"') return -1;
        var end = StringEnd(json, at + 1, ref escaped);
        if (end < 0) return -1;
        at = Blank(json, end + 1);
        return ByteAt(json, at) == ':' ? Blank(json, at + 1) : -1;
    }

    /// <summary>Behind a string, number or word; −1 for what is none.</summary>
    private static int ScalarEnd(ReadOnlySpan<byte> json, int at, byte first)
    {
        switch (first)
        {
            case (byte)'"':
                var escaped = false;
                var end = StringEnd(json, at + 1, ref escaped);
                return end < 0 ? end : end + 1;
            case (byte)'t': return WordEnd(json, at, "true"u8);
            case (byte)'f': return WordEnd(json, at, "false"u8);
            case (byte)'n': return WordEnd(json, at, "null"u8);
            default: return NumberEnd(json, at);
        }
    }

    private static int WordEnd(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> word) =>
        json[at..].StartsWith(word) ? at + word.Length : -1;

    private static int NumberEnd(ReadOnlySpan<byte> json, int at)
    {
        if (ByteAt(json, at) == '-') at++;
        if (ByteAt(json, at) == '0') at++;
        else if (!Digits(json, ref at)) return -1;
        if (ByteAt(json, at) == '.')
        {
            at++;
            if (!Digits(json, ref at)) return -1;
        }

        if (ByteAt(json, at) is not ((byte)'e' or (byte)'E')) return at;
        at++;
        if (ByteAt(json, at) is (byte)'+' or (byte)'-') at++;
        return Digits(json, ref at) ? at : -1;
    }

    private static bool Digits(ReadOnlySpan<byte> json, ref int at)
    {
        var start = at;
        while (ByteAt(json, at) is >= (byte)'0' and <= (byte)'9') at++;
        return at > start;
    }

    /// <summary>Where the closing quote stands, −1 for what is no string.</summary>
    private static int StringEnd(ReadOnlySpan<byte> json, int at, ref bool escaped)
    {
        ref var first = ref MemoryMarshal.GetReference(json);
        while (true)
        {
            var isFound = false;
            // Most values, such as ids and times, end within the first step.
            while (Vector256.IsHardwareAccelerated && at <= json.Length - Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
                var ends = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | Vector256.LessThan(bytes, Vector256.Create((byte)' '))).ExtractMostSignificantBits();
                at += ends == 0 ? Vector256<byte>.Count : BitOperations.TrailingZeroCount(ends);
                isFound = ends != 0;
                if (isFound) break;
            }

            while (!isFound && at <= json.Length - Vector128<byte>.Count)
            {
                var bytes = Vector128.LoadUnsafe(ref first, (nuint)at);
                var ends = (Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                    | Vector128.LessThan(bytes, Vector128.Create((byte)' '))).ExtractMostSignificantBits();
                at += ends == 0 ? Vector128<byte>.Count : BitOperations.TrailingZeroCount(ends);
                isFound = ends != 0;
                if (isFound) break;
            }

            while (!isFound && at < json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ')) at++;
            if (at >= json.Length) return -1;
            if (json[at] == '"') return at;
            if (json[at] != '\\' || at + 1 >= json.Length) return -1;
            escaped = true;
            var length = EscapeLength(json[(at + 1)..]);
            if (length == 0) return -1;
            at += length;
        }
    }

    /// <summary>Bytes of an escape with its backslash; 0 for what is none.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => 2,
        (byte)'u' when text.Length > 4 && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2])
            && char.IsAsciiHexDigit((char)text[3]) && char.IsAsciiHexDigit((char)text[4]) => 6,
        _ => 0,
    };
}
