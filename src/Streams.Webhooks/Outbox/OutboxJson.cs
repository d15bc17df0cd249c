using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streams.Webhooks.Outbox;

/// <summary>A message as the outbox topic carries it.</summary>
public static class OutboxJson
{
    public static byte[] ToBytes(OutboxMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, OutboxContext.Default.OutboxMessage);

    /// <exception cref="FormatException">Not a message.</exception>
    public static OutboxMessage Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, OutboxContext.Default.OutboxMessage) ?? throw new FormatException("a message is null");
        }
        catch (JsonException e)
        {
            throw new FormatException("not a message of the outbox: " + e.Message, e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OutboxMessage))]
internal sealed partial class OutboxContext : JsonSerializerContext;
