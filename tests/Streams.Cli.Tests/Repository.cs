using System.Runtime.CompilerServices;

namespace Streams.Cli.Tests;

/// <summary>The checkout that is tested.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    private static string Find([CallerFilePath] string here = "")
    {
        for (var folder = System.IO.Path.GetDirectoryName(
            here); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "Streams.sln"))) return folder;
        throw new InvalidOperationException($"no Streams.sln above {here}");
    }
}
