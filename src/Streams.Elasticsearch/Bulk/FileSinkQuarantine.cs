using System.Security.Cryptography;
using System.Text;

namespace Streams.Elasticsearch.Bulk;

/// <summary>
/// One file a document in a folder, written beside and moved into place: what is half written is never read.
/// </summary>
public sealed class FileSinkQuarantine : ISinkQuarantine
{
    private const string Extension = ".refused.json";

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly string _folder;

    public FileSinkQuarantine(string folder)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
    }

    public async Task PutAsync(SetAside document, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var path = PathOf(document);
            if (await KnownAsync(path, cancel) is { } known && known.Version > document.Version) return;
            var beside = path + ".new";
            await using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(document.ToBytes(), cancel);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<IReadOnlyList<SetAside>> ListAsync(CancellationToken cancel)
    {
        var documents = new List<SetAside>();
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Extension).Order(StringComparer.Ordinal))
            if (await KnownAsync(path, cancel) is { } known) documents.Add(known);
        return documents;
    }

    public async Task RemoveAsync(SetAside document, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var path = PathOf(document);
            if (await KnownAsync(path, cancel) is { } known && known.Version <= document.Version) File.Delete(path);
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<SetAside?> KnownAsync(string path, CancellationToken cancel) =>
        File.Exists(path) ? SetAside.Read(await File.ReadAllBytesAsync(path, cancel)) : null;

    /// <summary>Ids are hostile text: a hash is a safe name for a file.</summary>
    private string PathOf(SetAside document) => Path.Combine(
        _folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Key)))[..32] + Extension);
}
