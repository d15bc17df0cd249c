using System.Text;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Deliver;

/// <summary>
/// A record on <c>streams.results</c>: entity, version, whole content (empty: withdrawn). Value, version 1: version i64
/// · kind and id as a block
/// (<c>account:ana@corp.example</c>) · JSON. Every sink keeps the highest version, so repeats and replays change
/// nothing.
/// </summary>
public static class DocumentRecord
{
    public static void Append(ILog log, int partition, string entity, long version, ReadOnlySpan<byte> json)
    {
        var bytes = new ByteWriter(json.Length + 128);
        var id = Encoding.UTF8.GetBytes(entity);
        bytes.Int64(version);
        bytes.Block(id);
        bytes.Bytes(json);
        log.Append(new Partition(Topics.Results, partition), bytes.Written, id);
    }

    public static ResultDocument Read(ReadOnlySpan<byte> record)
    {
        var reader = new ByteReader(record);
        var version = reader.Int64();
        var entity = Encoding.UTF8.GetString(reader.Block());
        return new ResultDocument(entity, version, reader.Take(reader.Remaining).ToArray());
    }
}
