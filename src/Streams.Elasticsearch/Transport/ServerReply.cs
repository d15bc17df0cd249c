using System.Text;
using System.Text.Json;

namespace Streams.Elasticsearch.Transport;

/// <summary>What a server answered.</summary>
internal sealed record ServerReply(int Status, byte[] Body)
{
    /// <summary>Bodies are quoted in messages only so far.</summary>
    private const int QuoteMax = 400;

    public bool IsFine => Status is >= 200 and < 300;

    public bool IsTemporary => Status is 429 or >= 500;

    /// <summary>Type and reason of Elasticsearch's error, or the beginning of what came instead.</summary>
    public string Problem
    {
        get
        {
            try
            {
                using var json = JsonDocument.Parse(Body);
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
                    return ErrorText(error);
            }
            catch (JsonException)
            {
                // A proxy's page: its beginning is quoted below.
            }

            return Quote(Encoding.UTF8.GetString(Body));
        }
    }

    /// <exception cref="JsonException">The body is no JSON, or cut.</exception>
    public JsonElement Json()
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.Clone();
    }

    public static string ErrorText(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object) return Quote(error.ToString());
        var text = $"{Text(error, "type")}: {Text(error, "reason")}";
        return error.TryGetProperty("caused_by", out var cause) && cause.ValueKind == JsonValueKind.Object
            ? Quote($"{text} ({Text(cause, "type")}: {Text(cause, "reason")})")
            : Quote(text);
    }

    private static string Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Quote(string text) => text.Length <= QuoteMax ? text : text[..QuoteMax] + "…";
}

/// <summary>No host gave an answer that can be used; trying again may help.</summary>
internal sealed class NoAnswerException(string message, Exception? inner = null) : Exception(message, inner);
