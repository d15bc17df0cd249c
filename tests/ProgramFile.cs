namespace Streams.Tests;

/// <summary>
/// The program that tests and benchmarks start: the published one that STREAMS_PROGRAM names, or the one built beside them.
/// </summary>
public static class ProgramFile
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("STREAMS_PROGRAM") is { Length: > 0 } published
        ? System.IO.Path.GetFullPath(published)
        : System.IO.Path.Combine(AppContext.BaseDirectory, "streams.dll");
}
