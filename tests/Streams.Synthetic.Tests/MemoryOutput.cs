using System.IO.Compression;
using System.Text;

namespace Streams.Synthetic.Tests;

/// <summary>Keeps the files of a company in memory.</summary>
internal sealed class MemoryOutput : ICompanyOutput
{
    private readonly SortedDictionary<string, Kept> _files = new(StringComparer.Ordinal);

    public IEnumerable<string> Paths => _files.Keys;

    public Stream Open(string relativePath)
    {
        var stream = new Kept();
        _files.Add(relativePath, stream);
        return stream;
    }

    public byte[] Bytes(string path)
    {
        _files[path].IsClosed.ShouldBeTrue(path);
        return _files[path].ToArray();
    }

    /// <summary>The text of a file, unpacked.</summary>
    public string Text(string path)
    {
        var bytes = Bytes(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return Encoding.UTF8.GetString(bytes);
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public string[] Lines(string path) => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed class Kept : MemoryStream
    {
        public bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
