using System.Text;
using System.Text.Json;
using Streams.Cli.Configuration.Sections;
using Streams.Kafka;
using Streams.Runtime.Logs;

namespace Streams.Cli.Running;

/// <summary>
/// The directory as a compacted topic: JSON of a row, keyed by account; a tombstone removes it. It becomes the very
/// table that a file would be, rows in order of their account.
/// </summary>
internal static class DirectoryTopic
{
    private static readonly string[] Columns =
    [
        "account", "names", "person_id", "kind", "remote", "country", "time_zone", "latitude", "longitude", "household", "vendor",
        "team", "hired", "exits", "on_leave", "travel", "on_call",
    ];

    /// <exception cref="InvalidDataException">A row is not an object of these columns.</exception>
    public static byte[] ReadCsv(StreamsConfiguration configuration)
    {
        using var topic = new CompactedTopic(KafkaSettings.Options(configuration), new Partition(configuration.Tables.DirectoryTopic!, 0));
        var rows = topic.ReadNewest().Select(Row).Order(StringComparer.Ordinal);
        return Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend(string.Join(',', Columns))) + "\n");
    }

    internal static string Row(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var cells = document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => Text(p.Value), StringComparer.Ordinal);
            var unknown = cells.Keys.Except(Columns).FirstOrDefault();
            if (unknown is not null) throw new InvalidDataException($"directory topic: unknown column '{unknown}'");
            return string.Join(',', Columns.Select(column => Cell(cells.GetValueOrDefault(column, ""))));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"directory topic: a record is not the JSON of a row: {e.Message}", e);
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(';', value.EnumerateArray().Select(Text)),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
