namespace Streams.Files;

/// <summary>
/// One stream of records: a plain file, what a gzip unpacks to, or an entry of a zip (path <c>archive.zip/entry</c>).
/// Where it cannot be opened there is a <see cref="Problem"/> instead of a <see cref="Stream"/>; <see
/// cref="IsSkipped"/> if nothing is missed by that.
/// </summary>
public sealed class LogPart : IDisposable
{
    private LogPart(string path, Stream? stream, string? problem, bool isSkipped = false)
    {
        IsSkipped = isSkipped;
        Path = path;
        Stream = stream;
        Problem = problem;
    }

    public string Path { get; }

    public Stream? Stream { get; }

    public string? Problem { get; }

    /// <summary>No log by its content or its name: worth a line, and no failure.</summary>
    public bool IsSkipped { get; }

    public void Dispose() => Stream?.Dispose();

    internal static LogPart Of(string path, Stream stream) => new(path, stream, null);

    internal static LogPart Failed(string path, string problem) => new(path, null, problem);

    internal static LogPart Skipped(string path, string why) => new(path, null, why, isSkipped: true);
}
