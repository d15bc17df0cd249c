using System.Text;

namespace Streams.Core.Enrichment.Csv;

/// <summary>
/// RFC 4180 over UTF-8, one record at a time: quotes, doubled quotes, line breaks inside quotes, CRLF or LF, a byte
/// order mark. Lines
/// that start with <c>#</c> and blank lines are skipped; spaces around unquoted cells are not part of them.
/// </summary>
internal ref struct CsvReader
{
    /// <summary>No table has more columns; a line of a million commas is not worth a million cells.</summary>
    private const int CellsMax = 256;

    private readonly ReadOnlySpan<byte> _text;
    private readonly List<CsvCell> _cells = [];
    private int _at, _line = 1, _lineStart;

    public CsvReader(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        _text = text;
    }

    /// <summary>Cells of the current record; valid until the next <see cref="Read"/>.</summary>
    public readonly IReadOnlyList<CsvCell> Cells => _cells;

    /// <summary>Line on which the current record starts.</summary>
    public int Line { get; private set; }

    /// <summary>What is wrong with the current record's quoting, or null; its cells are then not to be used.</summary>
    public (int Line, int Column, string Found, string Expected)? Fault { get; private set; }

    public readonly ReadOnlySpan<byte> Text(CsvCell cell) => cell.Unescaped ?? _text.Slice(cell.Start, cell.Length);

    public bool Read()
    {
        _cells.Clear();
        Fault = null;
        SkipIdleLines();
        if (_at >= _text.Length) return false;
        Line = _line;
        do ReadCell();
        while (Separator());
        return true;
    }

    private void SkipIdleLines()
    {
        while (_at < _text.Length)
        {
            var rest = _text[_at..];
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (!line.StartsWith("#"u8) && !line.Trim(" \t\r"u8).IsEmpty) return;
            _at += line.Length;
            if (end >= 0) NextLine();
        }
    }

    private void NextLine()
    {
        _at++;
        _line++;
        _lineStart = _at;
    }

    /// <summary>Behind a cell: a comma goes on with the record, a line break or the end closes it.</summary>
    private bool Separator()
    {
        if (_at < _text.Length && _text[_at] == ',')
        {
            _at++;
            return true;
        }

        if (_at < _text.Length && _text[_at] == '\r') _at++;
        if (_at < _text.Length) NextLine();
        return false;
    }

    private void ReadCell()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t') _at++;
        int at = _at, lineStart = _lineStart;
        if (_at < _text.Length && _text[_at] == '"')
        {
            ReadQuoted(at, lineStart);
            return;
        }

        var rest = _text[_at..];
        var length = rest.IndexOfAny((byte)',', (byte)'\n');
        if (length < 0) length = rest.Length;
        var cell = rest[..length].TrimEnd(" \t\r"u8);
        if (cell.Contains((byte)'"'))
            Fault ??= (_line, Column(at, lineStart), "a quotation mark inside a cell without quotes", "the whole cell in quotes, inner ones doubled");
        Add(new CsvCell(_at, cell.Length, null, _line, at, lineStart));
        _at += length;
    }

    private void ReadQuoted(int at, int lineStart)
    {
        int start = ++_at, line = _line;
        var doubled = false;
        while (true)
        {
            if (_at >= _text.Length)
            {
                Fault ??= (line, Column(at, lineStart), "a quoted cell without an end", "a closing quotation mark");
                Add(new CsvCell(start, _at - start, null, line, at, lineStart));
                return;
            }

            if (_text[_at] == '"')
            {
                if (_at + 1 >= _text.Length || _text[_at + 1] != '"') break;
                doubled = true;
                _at += 2;
            }
            else if (_text[_at] == '\n') NextLine();
            else _at++;
        }

        Add(new CsvCell(start, _at - start, doubled ? Unescape(_text[start.._at]) : null, line, at, lineStart));
        _at++;
        var rest = _text[_at..];
        var length = rest.IndexOfAny((byte)',', (byte)'\n');
        if (length < 0) length = rest.Length;
        if (!rest[..length].Trim(" \t\r"u8).IsEmpty)
            Fault ??= (_line, Column(_at, _lineStart), "text behind a closing quotation mark", "a comma or the end of the line");
        _at += length;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> quoted) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(quoted).Replace("\"\"", "\"", StringComparison.Ordinal));

    private void Add(CsvCell cell)
    {
        if (_cells.Count < CellsMax) _cells.Add(cell);
        else Fault ??= (cell.Line, Column(cell), $"more than {CellsMax} cells", "a row of fewer");
    }

    /// <summary>Counted when somebody asks: only problems do.</summary>
    public readonly int Column(CsvCell cell) => Column(cell.At, cell.LineStart);

    private readonly int Column(int at, int lineStart)
    {
        var column = 1;
        // Characters, not bytes: that is what an editor shows.
        foreach (var b in _text[lineStart..at])
            if ((b & 0xC0) != 0x80) column++;
        return column;
    }
}

/// <summary>A cell of the text, or its own bytes where quotes had to be taken out.</summary>
internal readonly record struct CsvCell(int Start, int Length, byte[]? Unescaped, int Line, int At, int LineStart);
