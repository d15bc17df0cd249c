using System.Text.Json;

namespace Streams.Elasticsearch.Bulk;

/// <summary>The body of a <c>_bulk</c> request: a line that says where, a line with the document.</summary>
internal static class BulkBody
{
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<BulkItem> items)
    {
        var buffer = new MemoryStream(items.Sum(SizeOf));
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        foreach (var item in items)
        {
            json.Reset();
            json.WriteStartObject();
            json.WriteStartObject("index");
            json.WriteString("_index", item.Index);
            json.WriteString("_id", item.Id);
            json.WriteNumber("version", item.Version);
            json.WriteString("version_type", "external");
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            buffer.WriteByte((byte)'\n');
            buffer.Write(item.Body);
            buffer.WriteByte((byte)'\n');
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>About; ids may be escaped.</summary>
    public static int SizeOf(BulkItem item) => item.Body.Length + item.Id.Length + item.Index.Length + 100;

    /// <summary>Divides into requests of so many bytes and documents; a document is never divided.</summary>
    public static IEnumerable<List<BulkItem>> Divide(IEnumerable<BulkItem> items, int bytesMax, int documentsMax)
    {
        var chunk = new List<BulkItem>();
        var bytes = 0;
        foreach (var item in items)
        {
            var size = SizeOf(item);
            if (chunk.Count > 0 && (bytes + size > bytesMax || chunk.Count == documentsMax))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }

            chunk.Add(item);
            bytes += size;
        }

        if (chunk.Count > 0) yield return chunk;
    }
}
