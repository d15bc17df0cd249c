namespace Streams.Files;

public enum LogFileState : byte
{
    /// <summary>To be opened with <see cref="LogParts.Open"/>.</summary>
    Readable,

    /// <summary>Found, and left out for a reason that is worth a line to the user.</summary>
    Skipped,

    /// <summary>Asked for, and not to be had.</summary>
    Failed,
}

/// <summary>
/// A file that the command line named or that was found below it. <paramref name="Path"/> is as given, joined with
/// what was found below; <paramref name="Reason"/> is a sentence for people and is there unless the file is readable.
/// </summary>
public sealed record LogFile(string Path, LogFileState State, string? Reason = null)
{
    public const string StandardInput = "-";

    public bool IsReadable => State == LogFileState.Readable;

    public bool IsStandardInput => Path == StandardInput;
}
