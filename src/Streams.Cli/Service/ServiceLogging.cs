using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Service;

/// <summary>Where the service's log goes: lines on stderr, for data is on stdout.</summary>
internal static class ServiceLogging
{
    public static ILoggerFactory Create(TelemetryConfiguration configuration, bool isTerminal) =>
        LoggerFactory.Create(builder =>
    {
        var isText = configuration.Logs == "text" || (configuration.Logs == "auto" && isTerminal);
        builder.SetMinimumLevel(Enum.Parse<LogLevel>(configuration.LogLevel, ignoreCase: true));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddConsoleFormatter<EcsFormatter, ConsoleFormatterOptions>();
        builder.AddConsoleFormatter<TextFormatter, ConsoleFormatterOptions>();
        builder.AddConsole(console =>
        {
            console.FormatterName = isText ? TextFormatter.FormatterName : EcsFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    });
}
