using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Streams.Simulation.World;

/// <summary>One raw Okta System Log record: what a simulated person does, as the real decoder reads it.</summary>
internal sealed record OktaLine(long Time, string Account, string EventType, string Ip, string? Device, string? Phone, string Session)
{
    /// <summary>Unique to the event, not to its delivery: the same event may be delivered twice.</summary>
    public required string Id { get; init; }

    /// <summary>What the record calls the account where that is not its email: a name that is listed.</summary>
    public string? Called { get; init; }

    public bool Failed { get; init; }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("uuid", Id);
            json.WriteString("published", DateTimeOffset.FromUnixTimeMilliseconds(Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("eventType", EventType);
            json.WriteString("version", "0");
            json.WriteStartObject("actor");
            json.WriteString("id", "00u" + Account.Split('@')[0]);
            json.WriteString("type", "User");
            json.WriteString("alternateId", Called ?? Account);
            json.WriteString("displayName", Account);
            json.WriteEndObject();
            json.WriteStartObject("client");
            json.WriteString("ipAddress", Ip);
            json.WriteStartObject("userAgent");
            json.WriteString("rawUserAgent", "Mozilla/5.0");
            json.WriteString("os", "Windows 11");
            json.WriteEndObject();
            json.WriteEndObject();
            if (Device is not null)
            {
                json.WriteStartObject("device");
                json.WriteString("id", Device);
                json.WriteString("name", Device + "-laptop");
                json.WriteEndObject();
            }

            json.WriteStartObject("outcome");
            json.WriteString("result", Failed ? "FAILURE" : "SUCCESS");
            json.WriteEndObject();
            json.WriteStartObject("authenticationContext");
            json.WriteString("externalSessionId", Session);
            json.WriteEndObject();
            if (Phone is not null)
            {
                json.WriteStartObject("debugContext");
                json.WriteStartObject("debugData");
                json.WriteString("phoneNumber", Phone);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public override string ToString() => Encoding.UTF8.GetString(ToBytes());
}
