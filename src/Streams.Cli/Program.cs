using System.CommandLine;
using System.Text;
using Streams.Cli.Commands;

System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var root = StreamsCommands.Create();
try
{
    var parse = root.Parse(args);
    if (parse.Errors.Count > 0)
    {
        foreach (var error in parse.Errors) System.Console.Error.WriteLine($"streams: {error.Message}");
        System.Console.Error.WriteLine("streams: see streams --help, or streams COMMAND --help");
        return ExitCode.Usage;
    }

    return await parse.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // A service ends in its own order and time (processing.shutdown_timeout); the default cuts it off after two seconds.
        ProcessTerminationTimeout = TimeSpan.FromHours(1),
    });
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
