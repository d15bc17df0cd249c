namespace Streams.Files;

internal enum ScanResult : byte
{
    /// <summary>All bytes belong to the value, which goes on.</summary>
    More,

    /// <summary>The value ended with the last byte taken.</summary>
    Complete,

    /// <summary>The byte after those taken cannot stand there in JSON.</summary>
    Error,
}

/// <summary>
/// Finds the end of one JSON value and the first byte that breaks its grammar, however the bytes are cut into pieces.
/// It knows brackets, strings, colons and commas; whether a number or a word is a good one is left to the decoder.
/// Nesting costs a bit a level.
/// </summary>
internal struct JsonScanner
{
    /// <summary>Far more than any decoder reads; without an end a file of brackets would fill memory with
    /// levels.</summary>
    private const int DepthMax = 1 << 20;

    private const byte Value = 0, ValueOrEnd = 1, Key = 2, KeyOrEnd = 3, Colon = 4, CommaOrEnd = 5, InString = 6,
        InScalar = 7;

    private ulong[]? _objects;
    private int _depth;
    private byte _expect;
    private bool _escaped, _key;

    public readonly bool IsInString => _expect == InString;

    public readonly string Expected => _expect switch
    {
        Value => "a value",
        ValueOrEnd => "a value or ]",
        Key => "a name",
        KeyOrEnd => "a name or }",
        Colon => "a colon",
        InString => "the end of a string",
        _ => "a comma or the closing bracket",
    };

    public void Reset()
    {
        _depth = 0;
        _expect = Value;
        _escaped = false;
        _key = false;
    }

    public ScanResult Scan(ReadOnlySpan<byte> bytes, out int taken)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_expect == InString)
            {
                if (!Text(bytes, ref at)) { taken = at; return ScanResult.Error; }
                if (_expect == CommaOrEnd && _depth == 0) { taken = at; return ScanResult.Complete; }
                continue;
            }

            var c = bytes[at];
            if (_expect == InScalar)
            {
                if (!IsScalarEnd(c)) { at++; continue; }
                _expect = CommaOrEnd;
                if (_depth == 0) { taken = at; return ScanResult.Complete; }
                continue;
            }

            if (c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') { at++; continue; }
            if (!Step(c)) { taken = at; return ScanResult.Error; }
            at++;
            if (_depth == 0 && _expect == CommaOrEnd) { taken = at; return ScanResult.Complete; }
        }

        taken = at;
        return ScanResult.More;
    }

    private static bool IsScalarEnd(byte c) =>
        " \n\r\t,:\"[]{}"u8.Contains(c);

    /// <summary>False at a line break: a string never holds one, so there the damage of a cut line ends.</summary>
    private bool Text(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length)
        {
            if (_escaped)
            {
                if (bytes[at] == '\n') return false;
                _escaped = false;
                at++;
                continue;
            }

            var next = bytes[at..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
            if (next < 0) { at = bytes.Length; return true; }
            at += next;
            if (bytes[at] == '\n') return false;
            if (bytes[at++] == '\\') { _escaped = true; continue; }
            _expect = _key ? Colon : CommaOrEnd;
            _key = false;
            return true;
        }

        return true;
    }

    private bool Step(byte c)
    {
        switch (_expect)
        {
            case Colon:
                _expect = Value;
                return c == ':';
            case CommaOrEnd:
                if (c == ',') { _expect = IsObject() ? Key : Value; return true; }
                return Close(c);
            case Key or KeyOrEnd:
                if (c == '"') { _key = true; _expect = InString; return true; }
                return _expect == KeyOrEnd && Close(c);
            default:
                return Start(c);
        }
    }

    private bool Start(byte c)
    {
        switch (c)
        {
            case (byte)'{' or (byte)'[' when _depth == DepthMax:
                return false;
            case (byte)'{':
                Push(true);
                _expect = KeyOrEnd;
                return true;
            case (byte)'[':
                Push(false);
                _expect = ValueOrEnd;
                return true;
            case (byte)'"':
                _expect = InString;
                return true;
            case (byte)']' when _expect == ValueOrEnd:
                return Close(c);
            case (byte)']' or (byte)'}' or (byte)',' or (byte)':':
                return false;
            default:
                _expect = InScalar;
                return true;
        }
    }

    private bool Close(byte c)
    {
        if (_depth == 0 || c != (IsObject() ? '}' : ']')) return false;
        _depth--;
        _expect = CommaOrEnd;
        return true;
    }

    private readonly bool IsObject() => (_objects![(_depth - 1) >> 6] >> ((_depth - 1) & 63) & 1) != 0;

    private void Push(bool isObject)
    {
        _objects ??= new ulong[4];
        if (_depth >> 6 >= _objects.Length) Array.Resize(ref _objects, _objects.Length * 2);
        var bit = 1UL << (_depth & 63);
        ref var word = ref _objects[_depth >> 6];
        word = isObject ? word | bit : word & ~bit;
        _depth++;
    }
}
