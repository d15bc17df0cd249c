using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Streams.Cli.Service;

/// <summary>One line for a person. Log data is hostile: a control character must not move somebody's cursor.</summary>
internal sealed class TextFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter output)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        output.Write(time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        output.Write(EcsFormatter.Level(entry.LogLevel).PadRight(6));
        WriteSafe(output, message, keepLines: false);
        output.Write('\n');
        if (entry.Exception is null) return;
        WriteSafe(output, entry.Exception.ToString(), keepLines: true);
        output.Write('\n');
    }

    private static void WriteSafe(TextWriter output, string text, bool keepLines)
    {
        foreach (var c in text) output.Write(char.IsControl(c) && !(keepLines && c == '\n') ? '·' : c);
    }
}
