using System.IO.Compression;
using System.Text;

namespace Streams.Acceptance;

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("streams-acceptance-").FullName;

    public string At(string path) => Path.Combine(Folder, path);

    public string Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public string Write(string path, params ReadOnlySpan<byte> bytes)
    {
        var whole = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllBytes(whole, bytes);
        return whole;
    }

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.Fastest)) gzip.Write(bytes);
        return into.ToArray();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
