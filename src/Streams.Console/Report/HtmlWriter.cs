using System.Globalization;
using System.Runtime.CompilerServices;
using Streams.Console.Text;

namespace Streams.Console.Report;

/// <summary>
/// HTML in which what comes from data cannot be anything but text: a literal of an interpolated string is markup, every
/// hole is
/// escaped. There is no way to hand it a variable as markup but <see cref="Asset"/>, which is for files of this
/// assembly.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    /// <summary>Longer texts than any honest log writes are cut: a report is read by people.</summary>
    public const int TextMax = 1000;

    private bool _inTag, _inSvg;

    /// <summary>UTF-16 units written so far.</summary>
    public long Length { get; private set; }

    public void Write([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        // The handler wrote already, hole by hole.
    }

    public void Line([InterpolatedStringHandlerArgument("")] ref Handler handler) => Emit("\n");

    public void Asset(string markup) => Emit(markup);

    private void Literal(string markup)
    {
        Emit(markup);
        var open = markup.LastIndexOf('<');
        var close = markup.LastIndexOf('>');
        if (open != close) _inTag = open > close;
        var svg = markup.LastIndexOf("<svg", StringComparison.Ordinal);
        var end = markup.LastIndexOf("</svg", StringComparison.Ordinal);
        if (svg != end) _inSvg = svg > end;
    }

    private void Text(string text)
    {
        text = VisibleText.Cut(text, TextMax);
        var from = 0;
        var at = VisibleText.NextHidden(text, 0, out var code, out var length);
        while (at >= 0)
        {
            Escape(text.AsSpan(from, at - from));
            var name = code.ToString("X4", CultureInfo.InvariantCulture);
            // Attributes and pictures hold no elements.
            Emit(_inTag || _inSvg ? $"[U+{name}]" : $"<span class=\"u\">U+{name}</span>");
            from = at + length;
            at = VisibleText.NextHidden(text, from, out code, out length);
        }

        Escape(text.AsSpan(from));
    }

    private void Escape(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var at = text.IndexOfAny("&<>\"'`");
            if (at < 0) break;
            Emit(text[..at]);
            Emit(text[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "&#96;",
            });
            text = text[(at + 1)..];
        }

        Emit(text);
    }

    private void Emit(ReadOnlySpan<char> text)
    {
        output.Write(text);
        Length += text.Length;
    }

    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly HtmlWriter _writer;

        public Handler(int literalLength, int formattedCount, HtmlWriter writer) => _writer = writer;

        public void AppendLiteral(string markup) => _writer.Literal(markup);

        public void AppendFormatted(string? text) => _writer.Text(text ?? "");

        public void AppendFormatted(long number) => _writer.Text(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(double number, string format = "0.##") =>
            _writer.Text(number.ToString(format, CultureInfo.InvariantCulture));
    }
}
