namespace Streams.Files;

/// <summary>Where a path really is, every link on the way followed: two paths of one folder have one.</summary>
internal static class RealPath
{
    /// <summary>As many as the kernel follows before it calls it a circle.</summary>
    private const int LinksMax = 40;

    /// <summary>Null where the links go in a circle.</summary>
    public static string? Of(string path)
    {
        var full = Path.Combine(Environment.CurrentDirectory, path);
        var root = Path.GetPathRoot(full) is { Length: > 0 } first ? first : "/";
        var (real, links) = (root, 0);
        var rest = new Stack<string>(full[root.Length..].Split('/').Reverse());
        while (rest.TryPop(out var part))
        {
            if (part is "" or ".") continue;
            if (part == "..") { real = Path.GetDirectoryName(real) ?? root; continue; }
            var next = Path.Join(real, part);
            if (new FileInfo(next).LinkTarget is not { } target) { real = next; continue; }
            if (++links > LinksMax) return null;
            if (Path.IsPathRooted(target)) real = root;
            foreach (var step in target.Split('/').Reverse()) rest.Push(step);
        }

        return real;
    }

    /// <summary>The folder itself, or one that it lies in.</summary>
    public static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);
}
