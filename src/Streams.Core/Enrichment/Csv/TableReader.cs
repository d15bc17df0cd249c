using System.Text;

namespace Streams.Core.Enrichment.Csv;

/// <summary>
/// A table with a header of known columns, read row by row. Everything that is wrong is noted, none of it stops the
/// reading:
/// an operator wants all errors at once.
/// </summary>
internal ref struct TableReader
{
    /// <summary>A file of another kind given by mistake must not become a million messages.</summary>
    private const int ProblemsMax = 1000;

    private readonly string _file;
    private readonly string[] _columns;
    private readonly ICollection<TableProblem> _problems;
    private readonly int[] _cellOf;
    private readonly int _width;
    private readonly bool _usable;
    private readonly int _problemsBefore;
    private CsvReader _csv;

    public TableReader(
        string file, ReadOnlySpan<byte> csv, string[] columns, string[] required, ICollection<TableProblem> problems)
    {
        _file = file;
        _columns = columns;
        _problems = problems;
        _problemsBefore = problems.Count;
        _cellOf = new int[columns.Length];
        Array.Fill(_cellOf, -1);
        _csv = new CsvReader(csv);
        var expected = "a header with columns of " + string.Join(", ", columns);
        if (!_csv.Read())
        {
            Note(1, 1, "an empty file", expected);
            return;
        }

        if (_csv.Fault is { } fault)
        {
            Note(fault.Line, fault.Column, fault.Found, fault.Expected);
            return;
        }

        _width = _csv.Cells.Count;
        _usable = true;
        for (var i = 0; i < _width; i++)
        {
            var cell = _csv.Cells[i];
            var name = Encoding.UTF8.GetString(_csv.Text(cell));
            var column = Array.IndexOf(columns, name.ToLowerInvariant());
            if (column < 0) Note(cell.Line, _csv.Column(cell), $"unknown column {Quote(name)}", "one of " + string.Join(", ", columns));
            else if (_cellOf[column] >= 0) Note(cell.Line, _csv.Column(cell), $"column {name} twice", "each column once");
            else _cellOf[column] = i;
        }

        foreach (var name in required)
        {
            if (_cellOf[Array.IndexOf(columns, name)] >= 0) continue;
            Note(_csv.Line, 1, $"no column {name}", $"a header with {string.Join(", ", required)}");
            _usable = false;
        }
    }

    public readonly int Line => _csv.Line;

    /// <summary>The row had a problem: do not use it.</summary>
    public bool Bad { get; private set; }

    public bool Next()
    {
        Bad = false;
        while (_usable && _problems.Count - _problemsBefore < ProblemsMax && _csv.Read())
        {
            if (_csv.Fault is { } fault) Note(fault.Line, fault.Column, fault.Found, fault.Expected);
            else if (_csv.Cells.Count != _width)
                Note(_csv.Line, 1, $"{_csv.Cells.Count} cells", $"{_width}, as in the header");
            else return true;
        }

        Bad = false;
        return false;
    }

    public readonly ReadOnlySpan<byte> Bytes(int column) =>
        _cellOf[column] < 0 ? default : _csv.Text(_csv.Cells[_cellOf[column]]);

    public readonly bool IsEmpty(int column) => Bytes(column).IsEmpty;

    /// <summary>The cell's text, null where it is empty or the table has no such column.</summary>
    public readonly string? Text(int column)
    {
        var bytes = Bytes(column);
        return bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
    }

    public string Required(int column, string expected)
    {
        if (IsEmpty(column)) Problem(column, expected);
        return Text(column) ?? "";
    }

    public void Problem(int column, string expected) => Problem(column, IsEmpty(column) ? "nothing" : Quote(Text(column)!), expected);

    public void Problem(int column, string found, string expected)
    {
        var line = _csv.Line;
        var character = 1;
        if (_cellOf[column] >= 0)
        {
            var cell = _csv.Cells[_cellOf[column]];
            line = cell.Line;
            character = _csv.Column(cell);
        }

        Note(line, character, $"{_columns[column]} = {found}", expected);
    }

    private void Note(int line, int column, string found, string expected)
    {
        Bad = true;
        var count = _problems.Count - _problemsBefore;
        if (count < ProblemsMax) _problems.Add(new TableProblem(_file, line, column, found, expected));
        if (count == ProblemsMax - 1)
            _problems.Add(new TableProblem(_file, line, column, $"{ProblemsMax} problems", "a usable table; the rest is not read"));
    }

    /// <summary>Cells come from anywhere: cut, and without line breaks or control characters.</summary>
    public static string Quote(string text)
    {
        if (text.Length > 60) text = text[..60] + "…";
        var clean = new StringBuilder("'");
        foreach (var c in text) clean.Append(char.IsControl(c) ? '?' : c);
        return clean.Append('\'').ToString();
    }
}
