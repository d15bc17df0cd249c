using System.Text.Json;
using Streams.Core.Activities;

namespace Streams.Core.Formats.Okta;

/// <summary>
/// <c>debugData.tunnels</c> names the relays that Okta sees a client behind: JSON in a string, as in
/// <c>[{"anonymous":true,"operator":"ASTRILL_VPN","type":"VPN"}]</c>, or a bare name.
/// </summary>
internal static class OktaTunnels
{
    public static Utf8Text OperatorOf(Utf8Text tunnels, DecodeScratch scratch)
    {
        tunnels = AccountText.Clean(tunnels);
        if (tunnels.IsEmpty || tunnels.Span[0] is not ((byte)'[' or (byte)'{')) return tunnels;
        try
        {
            var reader = new Utf8JsonReader(tunnels.Span, new JsonReaderOptions { MaxDepth = JsonTable.DepthMax });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("operator"u8)) continue;
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) continue;
                var raw = reader.ValueSpan;
                var name = AccountText.Clean(scratch.Commit(JsonText.Unescape(raw, scratch.Reserve(raw.Length))));
                if (!name.IsEmpty) return name;
            }
        }
        catch (JsonException)
        {
            // Okta cuts long debug values: what names no operator in full names none.
        }

        return default;
    }
}
