namespace Streams.Files;

/// <summary>
/// Folders that were entered. What somebody hands over may hold links to where the logs really are; each folder is
/// read once, however many lead to it, so that no circle of links is walked for ever.
/// </summary>
internal sealed class FolderTrail
{
    private static readonly string[] NoFolders = ["/proc", "/sys", "/dev"];

    private readonly Dictionary<string, string> _entered = new(StringComparer.Ordinal);

    /// <summary>Null, and from then on the folder is entered; else why it is not to be.</summary>
    public string? Enter(string folder, bool isLink)
    {
        if (RealPath.Of(folder) is not { } real) return "a link that leads in a circle";
        if (isLink && WhyNotFollowed(folder, real) is { } why) return why;
        return _entered.TryAdd(real, folder) ? null : $"a folder that is read already as {_entered[real]}";
    }

    /// <summary>Null where a link to a folder may be followed.</summary>
    public static string? WhyNotFollowed(string link, string real)
    {
        if (NoFolders.Any(system => RealPath.Holds(system, real))) return $"a link to {real}, which holds no logs";
        // Up, and everything that lies beside what was handed over would come along.
        var here = RealPath.Of(Path.GetDirectoryName(Path.GetFullPath(link))!);
        return here is not null && RealPath.Holds(real, here) ? $"a link to {real}, which it lies in" : null;
    }
}
