using System.Net;
using System.Net.Sockets;

namespace Streams.Webhooks.Sending;

/// <summary>From a host's name to its addresses; tests and laboratories put their own here.</summary>
public delegate Task<IPAddress[]> Resolve(string host, CancellationToken cancel);

/// <summary>The target is one that must not be reached; the message says which rule, not where it points.</summary>
public sealed class TargetRefusedException(string message) : Exception(message);

/// <summary>
/// Resolves once, judges every address, and connects to one of those and to nothing else: a name that answers
/// differently the second time finds nobody who asks.
/// </summary>
internal sealed class GuardedConnection(Resolve resolve, bool allowPrivate)
{
    public static readonly Resolve System = (host, cancel) => Dns.GetHostAddressesAsync(host, cancel);

    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancel)
    {
        IPAddress[] addresses = IPAddress.TryParse(host.Trim('[', ']'), out var address) ? [address] : await resolve(host, cancel);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (allowPrivate) return addresses;

        // One private answer among public ones is no accident: the whole name is refused.
        foreach (var one in addresses)
            if (AddressGuard.Refusal(one) is { } refusal) throw new TargetRefusedException("the host's address is " + refusal);
        return addresses;
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
