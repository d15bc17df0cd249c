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
    private int _at;
    private int _depth;
    private bool _isFirst;

    public ReadOnlySpan<byte> Json { get; } = json;

    public readonly int At => _at;

    /// <summary>The byte that comes next; 0, which no JSON contains, at the end.</summary>
    public readonly byte Next => (uint)_at < (uint)Json.Length ? Json[_at] : (byte)0;

    public void SkipBlank()
    {
        // Between tokens of compact JSON, which is most, nothing stands.
        if (Next > ' ') return;
        while (Next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
    }

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

    /// <summary>Over the closing bracket, where <see cref="NextName"/> or <see cref="NextElement"/> stopped.</summary>
    public bool Leave(byte bracket)
    {
        if (Next != bracket) return false;
        _at++;
        _depth--;
        _isFirst = false;
        return true;
    }

    /// <summary>
    /// To the next member's name; false at the end of the object or at what should not be there (<see cref="Leave"/>
    /// tells which).
    /// </summary>
    public bool NextMember() => NextElement((byte)'}');

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

    /// <summary>To the value where exactly this name stands here, with its quotes and colon.</summary>
    public bool TryName(ReadOnlySpan<byte> written)
    {
        var json = Json;
        if (json.Length - _at < written.Length || !json.Slice(_at, written.Length).SequenceEqual(written)) return false;
        _at += written.Length;
        if (Next <= ' ') SkipBlank();
        return true;
    }

    /// <summary>To the next element of an array.</summary>
    public bool NextElement() => NextElement((byte)']');

    /// <summary>Over one value of any kind.</summary>
    public bool SkipValue()
    {
        var floor = _depth;
        var objects = 0UL;
        while (true)
        {
            var first = Next;
            if (first is (byte)'{' or (byte)'[')
            {
                if (!Enter()) return false;
                objects = (objects << 1) | (first == '{' ? 1UL : 0UL);
                SkipBlank();
                var isEmpty = Next == (first == '{' ? (byte)'}' : (byte)']');
                if (!isEmpty)
                {
                    if (first == '{' && !SkipName()) return false;
                    continue;
                }
            }
            else if (!SkipScalar(first))
            {
                return false;
            }

            if (_depth == floor) return Done();
            // Behind a value: brackets close until a comma opens the next one.
            while (true)
            {
                SkipBlank();
                var isObject = (objects & 1) != 0;
                var c = Next;
                _at++;
                if (c == ',')
                {
                    SkipBlank();
                    if (isObject && !SkipName()) return false;
                    break;
                }

                if (c != (isObject ? (byte)'}' : (byte)']')) return false;
                objects >>= 1;
                if (--_depth == floor) return Done();
            }
        }
    }

    /// <summary>Over a string, number or word, and where it stands.</summary>
    public bool Scalar(ref JsonSlot slot)
    {
        var first = Next;
        var start = _at;
        if (first == '"')
        {
            var escaped = false;
            var end = StringEnd(start + 1, ref escaped);
            if (end < 0) return false;
            _at = end + 1;
            slot.Start = start + 1;
            slot.Length = end - start - 1;
            slot.Kind = JsonKind.String;
            slot.Escaped = escaped;
            return Done();
        }

        if (!SkipScalar(first)) return false;
        slot.Start = start;
        slot.Length = _at - start;
        slot.Kind = first switch
        {
            (byte)'t' => JsonKind.True,
            (byte)'f' => JsonKind.False,
            (byte)'n' => JsonKind.Null,
            _ => JsonKind.Number,
        };
        return Done();
    }

    private bool NextElement(byte closing)
    {
        SkipBlank();
        if (_isFirst)
        {
            _isFirst = false;
            return Next != closing;
        }

        if (Next != ',') return false;
        _at++;
        SkipBlank();
        return true;
    }

    private bool Done()
    {
        _isFirst = false;
        return true;
    }

    private bool Stop()
    {
        _at = Json.Length;
        return false;
    }

    private bool SkipName()
    {
        var escaped = false;
        return SkipName(ref escaped, out _);
    }

    /// <summary>Over a name and its colon.</summary>
    private bool SkipName(ref bool escaped, out int end)
    {
        end = -1;
        if (Next != '"') return false;
        end = StringEnd(_at + 1, ref escaped);
        if (end < 0) return false;
        _at = end + 1;
        SkipBlank();
        if (Next != ':') return false;
        _at++;
        SkipBlank();
        return true;
    }

    private bool SkipScalar(byte first)
    {
        switch (first)
        {
            case (byte)'"':
                var escaped = false;
                var end = StringEnd(_at + 1, ref escaped);
                _at = end + 1;
                return end >= 0;
            case (byte)'t': return Word("true"u8);
            case (byte)'f': return Word("false"u8);
            case (byte)'n': return Word("null"u8);
            default: return Number();
        }
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (!Json[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private bool Number()
    {
        if (Next == '-') _at++;
        if (Next == '0') _at++;
        else if (!Digits()) return false;
        if (Next == '.')
        {
            _at++;
            if (!Digits()) return false;
        }

        if (Next is not ((byte)'e' or (byte)'E')) return true;
        _at++;
        if (Next is (byte)'+' or (byte)'-') _at++;
        return Digits();
    }

    private bool Digits()
    {
        var start = _at;
        while (Next is >= (byte)'0' and <= (byte)'9') _at++;
        return _at > start;
    }

    /// <summary>Where the closing quote stands, −1 for what is no string.</summary>
    private readonly int StringEnd(int at, ref bool escaped)
    {
        var json = Json;
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
