using System.Security;

namespace Streams.Files;

/// <summary>Turns the PATH arguments of a command into files, in an order that depends on names only.</summary>
public static class LogFiles
{
    /// <summary>Binary by its name; content is looked at too, but these need not even be opened.</summary>
    private static readonly string[] NeverLogs = [".mmdb", ".dll", ".exe", ".so", ".pdb", ".png", ".jpg", ".jpeg",
        ".gif", ".pdf", ".class", ".jar"];

    /// <summary>
    /// Files, folders (recursive, ordinal order, links followed), patterns and <c>-</c>. What is left out or cannot be
    /// had is listed too, with a reason. A file that two arguments or two links name is read once.
    /// </summary>
    public static IReadOnlyList<LogFile> Find(IEnumerable<string> arguments)
    {
        var found = new List<LogFile>();
        var trail = new FolderTrail();
        foreach (var argument in arguments) Add(argument, found, trail);
        return WithoutRepeats(found);
    }

    internal static string Join(string folder, string name) =>
        folder.Length == 0 || folder.EndsWith('/') ? folder + name : folder + "/" + name;

    private static void Add(string argument, List<LogFile> found, FolderTrail trail)
    {
        if (argument == LogFile.StandardInput) found.Add(new LogFile(argument, LogFileState.Readable));
        else if (argument.Length == 0) found.Add(new LogFile("", LogFileState.Failed, "an empty path names no file"));
        else if (File.Exists(argument)) found.Add(Inspect(argument, named: true));
        else if (Directory.Exists(argument)) AddFolder(argument, found, trail, named: true);
        else if (GlobPattern.IsPattern(argument)) AddMatches(argument, found, trail);
        else found.Add(new LogFile(argument, LogFileState.Failed, $"{argument}: no such file or folder"));
    }

    private static void AddMatches(string pattern, List<LogFile> found, FolderTrail trail)
    {
        var before = found.Count;
        foreach (var path in new GlobPattern(pattern).Matches())
        {
            if (Directory.Exists(path)) AddFolder(path, found, trail, named: false);
            else found.Add(Inspect(path, named: false));
        }

        if (found.Count == before) found.Add(new LogFile(pattern, LogFileState.Failed, $"{pattern}: no file matches"));
    }

    private static void AddFolder(string folder, List<LogFile> found, FolderTrail trail, bool named)
    {
        var info = new DirectoryInfo(folder);
        if (!named && info.Name.StartsWith('.')) { found.Add(Skipped(folder, "a hidden folder")); return; }

        // What the user named is walked in any case: its files tell by themselves that they were read.
        if (trail.Enter(folder, !named && info.LinkTarget is not null) is { } why && !named)
        {
            found.Add(Skipped(folder, why));
            return;
        }

        FileSystemInfo[] entries;
        try
        {
            entries = info.GetFileSystemInfos();
        }
        catch (Exception e) when (IsAccess(e))
        {
            found.Add(new LogFile(folder, LogFileState.Failed, $"{folder}: cannot be listed: {e.Message}"));
            return;
        }

        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in entries)
        {
            var path = Join(folder, entry.Name);
            if (Directory.Exists(entry.FullName)) AddFolder(path, found, trail, named: false);
            else found.Add(Inspect(path, named: false));
        }
    }

    private static LogFile Inspect(string path, bool named)
    {
        var name = Path.GetFileName(path);
        if (!named && name.StartsWith('.')) return Skipped(path, "a hidden file");
        var extension = Path.GetExtension(name);
        if (NeverLogs.Contains(extension, StringComparer.OrdinalIgnoreCase)) return Skipped(path,
            $"a {extension} file, not a log");
        try
        {
            // Length 0 is an empty file or a pipe. A pipe can be read once only, and opening one that nobody writes
            // waits for ever, so it is taken only where the user named it.
            if (new FileInfo(path) is { Length: 0 } info && !info.Attributes.HasFlag(FileAttributes.ReparsePoint))
                return named ? new LogFile(path, LogFileState.Readable) : Skipped(path, "empty");
            if (!named
                && File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo { Length: 0 }) return Skipped(path,
                "empty");
            return InspectContent(path);
        }
        catch (Exception e) when (IsAccess(e))
        {
            return new LogFile(path, LogFileState.Failed, $"{path}: cannot be read: {e.Message}");
        }
    }

    private static LogFile InspectContent(string path)
    {
        if (new FileInfo(path).Length == 0) return new LogFile(path, LogFileState.Readable);
        Span<byte> head = stackalloc byte[FileContent.HeadBytes];
        using var file = File.OpenHandle(path);
        var length = RandomAccess.Read(file, head, 0);
        if (FileContent.Detect(head[..length], out var what) != ContentKind.Unread) return new LogFile(path,
            LogFileState.Readable);
        return FileContent.IsPacked(what!) ? new LogFile(path, LogFileState.Failed, $"{path}: {what}")
            : Skipped(path, what!);
    }

    private static List<LogFile> WithoutRepeats(List<LogFile> found)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < found.Count; i++)
        {
            var file = found[i];
            if (!file.IsReadable) continue;
            var whole = file.IsStandardInput ? file.Path : RealPath.Of(file.Path) ?? file.Path;
            if (!first.TryAdd(whole, file.Path)) found[i] = Skipped(file.Path, $"already read as {first[whole]}");
        }

        return found;
    }

    private static bool IsAccess(Exception e) =>
        e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    private static LogFile Skipped(string path, string why) => new(path, LogFileState.Skipped, why);
}
