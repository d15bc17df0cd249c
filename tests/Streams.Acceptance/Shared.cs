namespace Streams.Acceptance;

/// <summary>The shared folder beside the repository: samples that the repository itself must not contain.</summary>
internal static class Shared
{
    public static string? Root { get; } = Find();

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
            System.Console.WriteLine("No shared folder beside the repository (or in STREAMS_SHARED): samples were not run.");
            return true;
        }
    }

    private static string? Find()
    {
        var configured = Environment.GetEnvironmentVariable("STREAMS_SHARED");
        if (configured is not null && Directory.Exists(configured)) return configured;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Streams.sln"))) continue;
            var shared = Path.Combine(folder.FullName, "..", "shared");
            return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
        }

        return null;
    }
}
