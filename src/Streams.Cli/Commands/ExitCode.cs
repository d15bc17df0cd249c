namespace Streams.Cli.Commands;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Fine = 0, Failed = 1, Usage = 2, Findings = 3, Interrupted = 130, Terminated = 143;
}
