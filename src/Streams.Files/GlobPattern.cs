using System.IO.Enumeration;

namespace Streams.Files;

/// <summary>
/// A pattern of the command line that the shell left alone: <c>*</c> and <c>?</c> inside a name, <c>**</c> for any
/// number of folders.
/// </summary>
internal sealed class GlobPattern
{
    private readonly string[] _segments;
    private readonly HashSet<(string Folder, int Segment)> _followed = [];

    public GlobPattern(string pattern)
    {
        // The fixed beginning stays as the user wrote it, so that paths print as given.
        var parts = pattern.Split('/');
        var firstWild = Array.FindIndex(parts, IsPattern);
        Root = string.Join('/', parts[..firstWild]);
        if (Root.Length == 0 && firstWild > 0) Root = "/";
        _segments = parts[firstWild..];
    }

    /// <summary>Folder where the search starts; empty is the current one.</summary>
    public string Root { get; }

    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>Paths that match, files and folders, in ordinal order.</summary>
    public List<string> Matches()
    {
        var found = new List<string>();
        Walk(Root, 0, found);
        found.Sort(string.CompareOrdinal);
        return found;
    }

    private void Walk(string folder, int segment, List<string> found)
    {
        if (segment == _segments.Length) return;
        var wanted = _segments[segment];
        var last = segment == _segments.Length - 1;
        if (wanted == "**")
        {
            if (!last) Walk(folder, segment + 1, found);
            foreach (var entry in Entries(folder))
            {
                if (!entry.IsFolder && last) found.Add(entry.Path);
                if (entry.IsFolder && !entry.Name.StartsWith('.') && (!entry.IsLink || Follows(entry.Path, segment)))
                    Walk(entry.Path, segment, found);
            }

            return;
        }

        foreach (var entry in Entries(folder))
        {
            if (!FileSystemName.MatchesSimpleExpression(wanted, entry.Name, ignoreCase: false)) continue;
            if (last) found.Add(entry.Path);
            else if (entry.IsFolder) Walk(entry.Path, segment + 1, found);
        }
    }

    /// <summary>Once for each folder and place in the pattern: links may go in a circle.</summary>
    private bool Follows(string link, int segment) =>
        RealPath.Of(link) is { } real && FolderTrail.WhyNotFollowed(link, real) is null && _followed.Add((real, segment));

    private static IEnumerable<(string Path, string Name, bool IsFolder, bool IsLink)> Entries(string folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(folder.Length == 0 ? "." : folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in entries)
        {
            yield return (LogFiles.Join(folder, entry.Name), entry.Name, Directory.Exists(entry.FullName),
                entry.LinkTarget is not null);
        }
    }
}
