using System.IO.Compression;

namespace Streams.Files;

/// <summary>
/// Opens a file as streams of records. Everything is unpacked while it is read, so a bomb costs time and never memory.
/// </summary>
public static class LogParts
{
    /// <summary>A gzip in a gzip happens by accident; more layers are somebody's joke.</summary>
    private const int LayersMax = 3;

    /// <summary>A gzip is unpacked in steps of 8 KiB, each of which would be a call to the system.</summary>
    private const int ReadBytes = 128 * 1024;

    /// <summary>Dispose each part before asking for the next: entries of a zip share one file handle.</summary>
    public static IEnumerable<LogPart> Open(LogFile file)
    {
        if (file.State == LogFileState.Skipped) return [LogPart.Skipped(file.Path, file.Reason ?? "skipped")];
        if (!file.IsReadable) return [LogPart.Failed(file.Path, file.Reason ?? "not readable")];
        try
        {
            if (file.IsStandardInput) return [Peel(file.Path, Console.OpenStandardInput(), 0)];
            var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete, ReadBytes);
            return stream.CanSeek && IsZip(stream) ? Entries(file.Path, stream) : [Peel(file.Path, stream, 0)];
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return [LogPart.Failed(file.Path, $"{file.Path}: cannot be read: {e.Message}")];
        }
    }

    internal static bool IsUnreadable(Exception e) =>
        e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException;

    private static bool IsZip(FileStream stream)
    {
        Span<byte> head = stackalloc byte[4];
        var length = RandomAccess.Read(stream.SafeFileHandle, head, 0);
        return FileContent.Detect(head[..length], out _) == ContentKind.Zip;
    }

    private static IEnumerable<LogPart> Entries(string path, FileStream stream)
    {
        ZipArchive archive;
        string? problem = null;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = archive.Entries;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            stream.Dispose();
            problem = $"{path}: damaged or cut zip archive: {e.Message}";
            archive = null!;
        }

        if (problem is not null)
        {
            yield return LogPart.Failed(path, problem);
            yield break;
        }

        using (archive)
        {
            foreach (var entry in archive.Entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
            {
                if (entry.FullName.EndsWith('/')) continue;
                var name = path + "/" + entry.FullName;
                yield return IsHidden(entry.FullName) ? LogPart.Skipped(name, "a hidden file") : OpenEntry(name, entry);
            }
        }
    }

    /// <summary>Also what macOS adds to a zip: a shadow of each file under __MACOSX, whose name begins with a
    /// dot.</summary>
    private static bool IsHidden(string entry) => entry.StartsWith('.')
        || entry.Contains("/.", StringComparison.Ordinal);

    private static LogPart OpenEntry(string path, ZipArchiveEntry entry)
    {
        try
        {
            return Peel(path, entry.Open(), 1);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return LogPart.Failed(path, $"{path}: cannot be unpacked: {e.Message}");
        }
    }

    private static LogPart Peel(string path, Stream stream, int layer)
    {
        PeekedStream peeked;
        try
        {
            peeked = new PeekedStream(stream);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            stream.Dispose();
            return LogPart.Failed(path, $"{path}: cannot be unpacked: {e.Message}");
        }

        switch (FileContent.Detect(peeked.Head, out var what))
        {
            case ContentKind.Plain:
                return LogPart.Of(path, peeked);
            case ContentKind.Gzip when layer < LayersMax:
                return Peel(path, new GZipStream(peeked, CompressionMode.Decompress), layer + 1);
            case ContentKind.Gzip:
                what = $"packed more than {LayersMax} times over";
                break;
            case ContentKind.Zip:
                what = layer == 0 ? "a zip archive through a pipe, which cannot be read: name the file"
                    : "an archive inside an archive: unpack it first";
                break;
        }

        peeked.Dispose();
        var skips = FileContent.Detect(peeked.Head, out _) == ContentKind.Unread && !FileContent.IsPacked(what!);
        return skips ? LogPart.Skipped(path, what!) : LogPart.Failed(path, $"{path}: {what}");
    }
}
