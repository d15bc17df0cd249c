using System.ComponentModel;
using System.Diagnostics;

namespace Streams.Cli.Tests.Packaging;

/// <summary>Another program, run to its end.</summary>
internal static class Program
{
    /// <summary>Null where there is no such program here.</summary>
    public static (int Code, string Output)? Run(string name, string folder, IReadOnlyDictionary<string,
        string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>What a test needs is not here: said in one line, and an error where the machine is there to test.</summary>
    public static void IsMissing(string what)
    {
        Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", $"{what} is needed in CI");
        System.Console.WriteLine($"left out: {what} is not here");
    }
}
