using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Streams.Webhooks.Rendering;

/// <summary>
/// How much of an alert is shown. A message over its receiver's limit is refused whole, and the largest alert is
/// written by an adversary: so it is rendered with less until it fits, and says how much was left out.
/// </summary>
/// <param name="Name">Longest name, UTF-16 units.</param>
/// <param name="Text">Longest sentence.</param>
/// <param name="List">Most items of a list.</param>
internal sealed record Detail(int Name, int Text, int List)
{
    private static readonly Detail[] Steps =
        [new(256, 600, 50), new(160, 300, 50), new(96, 160, 50), new(64, 120, 30), new(48, 80, 15), new(32, 60, 6), new(16, 40, 2)];

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string NameOf(string? name) => PlainText.Of(name, Name);

    public string TextOf(string? text) => PlainText.Of(text, Text);

    /// <summary>The first detail at which the body has at most so many bytes.</summary>
    public static byte[] Fit(int bytesMax, Action<Utf8JsonWriter, Detail> write)
    {
        var body = new ArrayBufferWriter<byte>(8192);
        foreach (var detail in Steps)
        {
            body.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(body, Json)) write(json, detail);
            if (body.WrittenCount <= bytesMax) break;
        }

        return body.WrittenSpan.ToArray();
    }
}
