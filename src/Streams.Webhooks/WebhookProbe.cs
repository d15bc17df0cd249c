using System.Net.Sockets;
using Streams.Webhooks.Options;
using Streams.Webhooks.Sending;
using Streams.Webhooks.Signing;

namespace Streams.Webhooks;

/// <summary>What <c>streams check</c> asks of the outside: secrets can be read, names resolve, hosts answer. Sends nothing.</summary>
public static class WebhookProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>One sentence for each destination that would fail.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(WebhookOptions options, CancellationToken cancel, Resolve? resolve = null)
    {
        var found = await Task.WhenAll(options.Destinations.Select(destination =>
            ProblemAsync(destination, options, resolve ?? GuardedConnection.System, cancel)));
        return [.. found.OfType<string>()];
    }

    private static async Task<string?> ProblemAsync(
        DestinationOptions destination, WebhookOptions options, Resolve resolve, CancellationToken cancel)
    {
        var at = $"webhooks.destinations['{destination.Name}']: ";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var text = SecretFiles.UrlOf(destination);
            if (destination.Type == DestinationType.Generic) SecretFiles.Keys(destination.SecretFiles);
            else foreach (var secret in destination.SecretFiles) SecretFiles.Read(secret);
            var target = TargetUrl.Parse(text, options.AllowPrivate, options.Ports);
            if (target.Url is not { } url) return at + "the URL is refused: " + target.Refusal;
            var addresses = await new GuardedConnection(resolve, options.AllowPrivate).AddressesAsync(url.IdnHost, patience.Token);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(addresses, url.Port, patience.Token);
            return null;
        }
        catch (Exception e) when (e is SecretException or TargetRefusedException)
        {
            return at + e.Message;
        }
        catch (SocketException e)
        {
            return at + (e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                ? "the host's name does not resolve"
                : "no connection to the host");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return at + $"the host does not answer within {Patience.TotalSeconds} s";
        }
    }
}
