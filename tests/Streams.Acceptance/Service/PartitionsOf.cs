using System.Text.Json.Nodes;

namespace Streams.Acceptance.Service;

/// <summary>What a worker said of its partitions, from the lines of its log.</summary>
internal static class PartitionsOf
{
    private const string Came = "Partitions taken over: ";
    private static readonly string[] Gone = ["Partitions given back: ", "Partitions lost: "];

    /// <summary>Those that it has now, sorted.</summary>
    public static IReadOnlyList<string> Now(string log)
    {
        var now = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var message in Messages(log))
        {
            if (message.StartsWith(Came, StringComparison.Ordinal)) now.UnionWith(Names(message));
            if (IsLoss(message)) now.ExceptWith(Names(message));
        }

        return [.. now];
    }

    /// <summary>How often some came or went.</summary>
    public static int Moves(string log) =>
        Messages(log).Count(message => message.StartsWith(Came, StringComparison.Ordinal) || IsLoss(message));

    /// <summary>What was said as an error.</summary>
    public static IReadOnlyList<string> Errors(string log) =>
        [.. Lines(log).Where(line => (string?)line["log.level"] is "error" or "critical").Select(line => (string)line["message"]!)];

    private static bool IsLoss(string message) => Gone.Any(gone => message.StartsWith(gone, StringComparison.Ordinal));

    private static string[] Names(string message) => message[(message.IndexOf(':') + 2)..].Split(';')[0].Split(", ");

    private static IEnumerable<string> Messages(string log) => Lines(log).Select(line => (string)line["message"]!);

    private static IEnumerable<JsonNode> Lines(string log) =>
        log.Split('\n').Where(line => line.StartsWith('{') && line.EndsWith('}')).Select(line => JsonNode.Parse(line)!);
}
