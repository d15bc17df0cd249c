using System.Diagnostics;
using System.Text;

namespace Streams.Acceptance;

/// <summary>Runs the built program as a user does, in a process of its own.</summary>
public static class StreamsProgram
{
    /// <summary>
    /// Far more than any run here needs: a run that is still going hangs. Campaigns over a million events need more.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(
        int.TryParse(Environment.GetEnvironmentVariable("STREAMS_RUN_MINUTES"), out var minutes) ? minutes : 2);

    public static Run Run(params string[] arguments) => RunIn(Path.GetTempPath(), arguments);

    public static Run RunIn(string folder, params string[] arguments) => RunWith(folder, null, arguments);

    /// <summary>Also hands the program its standard input.</summary>
    public static Run RunWith(string folder, byte[]? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(ProgramFile.Path);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        // Both pipes are emptied at once: a program that fills one while we wait at the other would stand still.
        var copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        var talk = process.StandardError.ReadToEndAsync();
        if (input is not null) process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"streams {string.Join(' ', arguments)} was still running after {Patience}");
        }

        Task.WaitAll(copying, talk);
        var run = new Run(process.ExitCode, output.ToArray(), talk.Result);
        // Whatever happens, a user is told in words and never with a stack trace.
        run.Error.ShouldNotContain("Unhandled exception");
        run.Error.ShouldNotContain("   at Streams.");
        return run;
    }
}

/// <summary>What a run left behind.</summary>
public sealed record Run(int ExitCode, byte[] OutputBytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Says what the program said where the exit code is another one.</summary>
    public Run Exits(int code)
    {
        ExitCode.ShouldBe(code, Error);
        return this;
    }
}
