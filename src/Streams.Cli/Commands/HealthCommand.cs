using System.CommandLine;
using Streams.Cli.Configuration;

namespace Streams.Cli.Commands;

/// <summary><c>health</c>: asks the worker of this machine, for a container without a shell has no other way to.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var ready = new Option<bool>("--ready") { Description = "Ask whether it is ready, not only whether it lives" };
        var timeout = new Option<int>("--timeout")
        {
            Description = "Seconds to wait for an answer",
            DefaultValueFactory = _ => 3,
            HelpName = "SECONDS",
        };
        var command = new Command("health", "Ask the worker that runs on this machine; exit code 0 where it is well")
        {
            ready, timeout,
        };
        configuration.AddTo(command);
        command.SetAction(async (parse, cancel) =>
        {
            if (configuration.LoadOrTell(parse) is not { } loaded) return ExitCode.Usage;
            var uri = new Uri(Local(loaded.Http.Bind), parse.GetValue(ready) ? "readyz" : "healthz");
            var seconds = Math.Clamp(parse.GetValue(timeout), 1, 600);
            var (isWell, word) = await AskAsync(uri, TimeSpan.FromSeconds(seconds), cancel);
            System.Console.Out.WriteLine(word);
            return isWell ? ExitCode.Fine : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Who listens on every address listens on loopback.</summary>
    internal static Uri Local(string bind)
    {
        var split = bind.LastIndexOf(':');
        var host = bind[..split] switch { "0.0.0.0" => "127.0.0.1", "[::]" => "[::1]", var other => other };
        return new Uri($"http://{host}{bind[split..]}/");
    }

    internal static async Task<(bool IsWell, string Word)> AskAsync(Uri uri, TimeSpan timeout, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = 64 << 10 };
        try
        {
            using var response = await client.GetAsync(uri, cancel);
            return (response.IsSuccessStatusCode, (await response.Content.ReadAsStringAsync(cancel)).Trim());
        }
        catch (Exception e) when (e is HttpRequestException
            || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return (false, $"no answer from {uri}");
        }
    }
}
