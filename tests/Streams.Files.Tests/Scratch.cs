using System.IO.Compression;
using System.Text;

namespace Streams.Files.Tests;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("streams-files-").FullName;

    public string Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public string Write(string path, byte[] bytes)
    {
        var whole = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllBytes(whole, bytes);
        return whole;
    }

    public static byte[] Gzip(string text)
    {
        var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return into.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var into = new MemoryStream();
        using (var archive = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return into.ToArray();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal sealed record Taken(uint Number, string Text, string? Problem);

internal static class Reading
{
    public static List<Taken> All(string text, int chunk = 4096, int max = RecordReader.DefaultRecordBytesMax) =>
        All(Encoding.UTF8.GetBytes(text), chunk, max);

    public static List<Taken> All(byte[] bytes, int chunk = 4096, int max = RecordReader.DefaultRecordBytesMax) =>
        All(new ChunkStream(bytes, chunk), max);

    public static List<Taken> All(Stream stream, int max = RecordReader.DefaultRecordBytesMax)
    {
        using var reader = new RecordReader(stream, max);
        var all = new List<Taken>();
        while (reader.Read(out var record, out var number, out var problem))
            all.Add(new Taken(number, Encoding.Latin1.GetString(record), problem));
        return all;
    }

    public static List<string> Files(IEnumerable<LogFile> files)
    {
        var all = new List<string>();
        foreach (var file in files)
        {
            foreach (var part in LogParts.Open(file))
            {
                using (part)
                {
                    if (part.Stream is null) { all.Add($"{part.Path}!{part.Problem}"); continue; }
                    foreach (var taken in All(part.Stream)) all.Add($"{part.Path}:{taken.Number}:{taken.Text}{(taken.Problem is null ? "" : "!" + taken.Problem)}");
                }
            }
        }

        return all;
    }
}

/// <summary>Hands out a few bytes at a time, and may break at the end.</summary>
internal sealed class ChunkStream(byte[] bytes, int chunk, string? breaks = null) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, Math.Min(chunk, count));
        return read == 0 && breaks is not null ? throw new InvalidDataException(breaks) : read;
    }

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(chunk, buffer.Length)]);
}
