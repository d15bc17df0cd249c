using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Streams.Cli.Service;

/// <summary>One JSON object a line with ECS names; what a message was made of is below <c>streams</c>.</summary>
internal sealed class EcsFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "ecs";

    private const string EcsVersion = "9.4.0";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("@timestamp",
                time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("log.level", Level(entry.LogLevel));
            json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
            json.WriteString("ecs.version", EcsVersion);
            json.WriteString("log.logger", entry.Category);
            json.WriteString("event.dataset", "streams.log");
            json.WriteString("service.name", "streams");
            if (entry.EventId.Name is { } code) json.WriteString("event.action", code);
            WriteTrace(json);
            WriteError(json, entry.Exception);
            WriteState(json, entry.State);
            json.WriteEndObject();
        }

        output.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private static void WriteTrace(Utf8JsonWriter json)
    {
        if (Activity.Current is not { } activity) return;
        json.WriteString("trace.id", activity.TraceId.ToHexString());
        json.WriteString("span.id", activity.SpanId.ToHexString());
    }

    private static void WriteError(Utf8JsonWriter json, Exception? error)
    {
        if (error is null) return;
        json.WriteString("error.type", error.GetType().FullName);
        json.WriteString("error.message", error.Message);
        json.WriteString("error.stack_trace", error.ToString());
    }

    private static void WriteState<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 1 } values) return;
        json.WriteStartObject("streams");
        foreach (var (key, value) in values)
        {
            if (key == "{OriginalFormat}") continue;
            json.WritePropertyName(Configuration.Reading.SettingShape.KeyOf(key));
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case int or long or short or byte or uint:
                    json.WriteNumberValue(
                    Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                case TimeSpan span: json.WriteNumberValue(span.TotalSeconds); break;
                case IEnumerable list and not string:
                    json.WriteStringValue(
                    string.Join(", ", list.Cast<object?>())); break;
                default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }

        json.WriteEndObject();
    }
}
