using System.Text;

namespace Streams.Console.Text;

internal enum Ink : byte { Plain, Bold, Dim, Critical, High, Medium, Low, Accent }

/// <summary>
/// Lines for a terminal: indented, wrapped, coloured. Every text goes through <see cref="VisibleText"/>, so that no log
/// line can move the
/// cursor, recolour the screen or answer for the keyboard.
/// </summary>
internal sealed class TerminalPage(TextWriter output, bool colour, int width)
{
    private const int WidthMin = 40, WidthMax = 200, CharsMax = 2000;

    private readonly StringBuilder _line = new();
    private int _column, _indent;

    /// <summary>Columns, within what can be read: a pipe may say 0, a wall of screens 500.</summary>
    public int Width { get; } = width <= 0 ? 100 : Math.Clamp(width, WidthMin, WidthMax);

    public int Column => _column;

    /// <summary>Where wrapped lines begin.</summary>
    public TerminalPage Indent(int columns)
    {
        _indent = Math.Min(columns, Width / 2);
        if (_column == 0) Pad(_indent);
        return this;
    }

    /// <summary>Text wrapped at spaces; a word that is longer than a line is broken.</summary>
    public TerminalPage Write(string? text, Ink ink = Ink.Plain)
    {
        var clean = VisibleText.ForTerminal(VisibleText.Cut(text ?? "", CharsMax));
        Open(ink);
        var first = true;
        foreach (var word in clean.Split(' '))
        {
            var cells = Cells(word) + (first ? 0 : 1);
            if (_column + cells > Width && _column > _indent) Break(ink);
            else if (!first) Put(" ");
            first = false;
            foreach (var rune in word.EnumerateRunes())
            {
                if (_column + Cells(rune) > Width) Break(ink);
                Put(rune.ToString());
            }
        }

        Close(ink);
        return this;
    }

    /// <summary>Text in a column of its own, cut or filled to its width.</summary>
    public TerminalPage Cell(string? text, int cells, Ink ink = Ink.Plain, bool right = false)
    {
        var clean = Fit(VisibleText.ForTerminal(VisibleText.Cut(text ?? "", CharsMax)), cells);
        var gap = cells - Cells(clean);
        if (right) Pad(_column + gap);
        Open(ink);
        Put(clean);
        Close(ink);
        if (!right) Pad(_column + gap);
        return this;
    }

    public TerminalPage Pad(int column)
    {
        while (_column < column) Put(" ");
        return this;
    }

    public void End()
    {
        output.Write(_line.ToString().TrimEnd(' '));
        output.Write('\n');
        _line.Clear();
        _column = 0;
        _indent = 0;
    }

    public void Blank() => End();

    public void Heading(string text)
    {
        Blank();
        Write(text, Ink.Bold);
        End();
    }

    public static Ink OfLevel(string level) => level switch
    {
        "critical" => Ink.Critical,
        "high" => Ink.High,
        "medium" => Ink.Medium,
        "low" => Ink.Low,
        _ => Ink.Dim,
    };

    private void Break(Ink ink)
    {
        Close(ink);
        var indent = _indent;
        End();
        Indent(indent);
        Open(ink);
    }

    private void Put(string text)
    {
        _line.Append(text);
        _column += Cells(text);
    }

    private void Open(Ink ink)
    {
        if (colour && ink != Ink.Plain) _line.Append("\u001B[").Append(Code(ink)).Append('m');
    }

    private void Close(Ink ink)
    {
        if (colour && ink != Ink.Plain) _line.Append("\u001B[0m");
    }

    /// <summary>The 16 colours that every theme of a terminal sets for itself.</summary>
    private static string Code(Ink ink) => ink switch
    {
        Ink.Bold => "1",
        Ink.Dim => "2",
        Ink.Critical => "1;31",
        Ink.High => "31",
        Ink.Medium => "33",
        Ink.Low => "34",
        _ => "36",
    };

    private static string Fit(string text, int cells)
    {
        if (Cells(text) <= cells) return text;
        var result = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Cells(rune) > cells - 1) break;
            result.Append(rune.ToString());
            used += Cells(rune);
        }

        return result.Append('…').ToString();
    }

    private static int Cells(string text)
    {
        var sum = 0;
        foreach (var rune in text.EnumerateRunes()) sum += Cells(rune);
        return sum;
    }

    /// <summary>East Asian wide blocks and emoji take two cells, combining marks none; near enough to keep columns
    /// straight.</summary>
    private static int Cells(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        < 0x370 => 0,
        < 0x1100 => 1,
        < 0x1160 or (>= 0x2E80 and < 0xA4D0) or (>= 0xAC00 and < 0xD7A4) or (>= 0xF900 and < 0xFB00) => 2,
        (>= 0xFE30 and < 0xFE70) or (>= 0xFF00 and < 0xFF61) or (>= 0x1F300 and < 0x1FB00)
            or (>= 0x20000 and < 0x3FFFE) => 2,
        _ => 1,
    };
}
