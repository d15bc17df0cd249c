using System.Security.Cryptography;
using System.Text;

namespace Streams.Webhooks.Signing;

/// <summary>
/// A signing secret of Standard Webhooks 1.0: <c>whsec_</c> and base64 of 24 to 64 bytes. It has no text form: a secret
/// that cannot be printed is not printed by accident.
/// </summary>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int BytesMin = 24, BytesMax = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Null where the text is none.</summary>
    public static WebhookSecret? Parse(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var key = new byte[BytesMax + 3];
        return Convert.TryFromBase64String(trimmed[Prefix.Length..], key, out var length) && length is >= BytesMin and <= BytesMax
            ? new WebhookSecret(key[..length])
            : null;
    }

    /// <summary><c>v1,…</c> of each secret: a receiver that knows any of them is content, so keys can be changed.</summary>
    public static string Sign(IEnumerable<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{timestamp}."));
        byte[] content = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret._key, content))));
    }

    public override string ToString() => Prefix + "…";
}
