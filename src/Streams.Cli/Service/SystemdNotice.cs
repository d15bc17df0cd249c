using System.Net.Sockets;
using System.Text;

namespace Streams.Cli.Service;

/// <summary>Tells systemd that a unit of Type=notify is up, well, or going down; does nothing where nobody asked.</summary>
internal static class SystemdNotice
{
    public const string Ready = "READY=1", Stopping = "STOPPING=1", Watchdog = "WATCHDOG=1";

    public static void Send(string state, string? socketPath)
    {
        if (string.IsNullOrEmpty(socketPath) || OperatingSystem.IsWindows()) return;
        // A name that begins with @ is of the abstract kind, whose first byte is zero.
        var endpoint = new UnixDomainSocketEndPoint(socketPath[0] == '@' ? '\0' + socketPath[1..] : socketPath);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), endpoint);
        }
        catch (SocketException)
        {
            // Whoever asked is gone; the unit's own time-out says so.
        }
    }

    public static void Send(string state) => Send(state, Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
}
