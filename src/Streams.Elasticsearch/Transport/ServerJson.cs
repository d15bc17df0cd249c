using System.Text.Json;

namespace Streams.Elasticsearch.Transport;

internal static class ServerJson
{
    /// <summary>The first value of this name anywhere in the answer, as text.</summary>
    public static string? Text(ServerReply reply, string name)
    {
        try
        {
            return Find(reply.Json(), name)?.ToString();
        }
        catch (JsonException e)
        {
            throw new NoAnswerException("the answer was cut or is none of Elasticsearch's", e);
        }
    }

    private static JsonElement? Find(JsonElement json, string name)
    {
        if (json.ValueKind == JsonValueKind.Object)
            foreach (var property in json.EnumerateObject())
            {
                if (property.Name == name && property.Value.ValueKind is (JsonValueKind.String or JsonValueKind.Number))
                    return property.Value;
                if (Find(property.Value, name) is { } found) return found;
            }

        if (json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray())
                if (Find(item, name) is { } found) return found;
        return null;
    }
}
