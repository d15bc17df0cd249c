namespace Streams.Files.Sorting;

/// <summary>How much memory a sort may use, and where it may put what does not fit.</summary>
public sealed record SorterSettings
{
    /// <value>Bytes held before a sorted run goes to disk: records, their headers and the index. Default 256 MiB, at
    /// least 1 MiB.</value>
    public long MemoryBytes { get; init; } = 256L * 1024 * 1024;

    /// <value>Folder that gets a private sub-folder for the runs. Default: the system's folder for temporary
    /// files.</value>
    public string TempFolder { get; init; } = Path.GetTempPath();

    /// <value>What the user changes to have another folder; named in errors.</value>
    public string TempSetting { get; init; } = "TMPDIR";

    /// <value>Runs merged at once; each holds a file open and a buffer. Default 128, at least 2.</value>
    public int MergeWidth { get; init; } = 128;
}

/// <summary>The disk did not take the runs: full, not writable, gone. The message names the folder and the
/// setting.</summary>
public sealed class SorterStorageException(string message, Exception inner) : IOException(message, inner);
