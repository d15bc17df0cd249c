namespace Streams.Tests;

/// <summary>
/// The shared folder beside the repository: samples, reference data and real servers that the repository itself must not
/// contain. One file of all test projects that need it.
/// </summary>
public static class Shared
{
    public static string Repository { get; } = Ancestor();

    public static string? Root { get; } = Find();

    /// <summary>Folder of the samples; check <see cref="IsMissing"/> first.</summary>
    public static string Samples => Path.Combine(Root ?? ".", "samples");

    /// <summary>
    /// True, with one clear line printed, where the shared folder is not there: the test then has nothing to run on.
    /// </summary>
    public static bool IsMissing
    {
        get
        {
            if (Root is not null) return false;
            if (Environment.GetEnvironmentVariable("CI") == "true")
                throw new InvalidOperationException("CI runs these tests, but there is no shared folder beside the repository");
            System.Console.WriteLine("No shared folder beside the repository (or in STREAMS_SHARED): what needs it was not run.");
            return true;
        }
    }

    private static string? Find()
    {
        var configured = Environment.GetEnvironmentVariable("STREAMS_SHARED");
        if (configured is not null && Directory.Exists(configured)) return configured;
        var shared = Path.Combine(Repository, "..", "shared");
        return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
    }

    private static string Ancestor()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Streams.sln"))) return folder.FullName;
        throw new InvalidOperationException("no Streams.sln above the tests");
    }
}
