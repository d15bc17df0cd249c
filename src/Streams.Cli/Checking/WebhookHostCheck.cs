using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Checking;

/// <summary>
/// Each destination's host takes a connection and shows a certificate for its name. Nothing is sent: a check must not
/// page anybody. The address may be a secret, so only the destination is named.
/// </summary>
internal sealed class WebhookHostCheck : IEnvironmentCheck
{
    private const string PagerDuty = "https://events.pagerduty.com/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "webhooks";

    public async Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration,
        CancellationToken cancel)
    {
        var asked = configuration.Webhooks.Destinations.Select((destination, index) =>
            AskAsync(destination, index, cancel));
        return [.. (await Task.WhenAll(asked)).OfType<ConfigurationProblem>()];
    }

    private static async Task<ConfigurationProblem?> AskAsync(DestinationConfiguration destination, int index,
        CancellationToken cancel)
    {
        var path = $"webhooks.destinations[{index}]";
        var address = destination.Url ?? SecretFile.Read(destination.UrlFile)?.Trim()
            ?? (destination.Kind == "pagerduty" ? PagerDuty : null);
        if (address is null) return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return new ConfigurationProblem(path, "something else (not shown)", "an address http(s)://host/path");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(uri.DnsSafeHost, uri.Port, patience.Token);
            if (uri.Scheme == "http") return null;
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = uri.DnsSafeHost },
                patience.Token);
            return null;
        }
        catch (AuthenticationException e)
        {
            return new ConfigurationProblem(path, $"a TLS failure: {e.Message}", "a certificate for its host");
        }
        catch (Exception e) when (e is SocketException or IOException
            || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            var found = e is SocketException ? $"no connection: {e.Message}" : "no answer";
            return new ConfigurationProblem(path, found, $"a connection to the host of destination {destination.Name}");
        }
    }
}
