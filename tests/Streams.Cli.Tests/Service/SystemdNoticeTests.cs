using System.Net.Sockets;
using System.Text;
using Streams.Cli.Service;

namespace Streams.Cli.Tests.Service;

public sealed class SystemdNoticeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Systemd_hears_that_the_worker_is_ready(bool isAbstract)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var scratch = new Scratch();
        var name = isAbstract ? "@" + scratch.Path("notify") : scratch.Path("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name[1..] : name));
        SystemdNotice.Send(SystemdNotice.Ready, name);
        var bytes = new byte[64];
        Encoding.UTF8.GetString(bytes, 0, systemd.Receive(bytes)).ShouldBe("READY=1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nowhere/notify")]
    public void Nobody_there_is_no_error(string? socket) =>
        Should.NotThrow(() => SystemdNotice.Send(SystemdNotice.Stopping, socket));
}
