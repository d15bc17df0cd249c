using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Streams.Cli.Tests.Checking;

/// <summary>Answers every connection with one status line, and keeps what it was asked.</summary>
internal sealed class OneLineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public OneLineServer(string status)
    {
        _listener.Start();
        _loop = AnswerAsync($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/\r\nConnection: close\r\n\r\n");
    }

    public ConcurrentQueue<string> Requests { get; } = [];

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync(string answer)
    {
        var buffer = new byte[8192];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var read = await client.GetStream().ReadAsync(buffer, _stop.Token);
                if (read == 0) continue;
                Requests.Enqueue(Encoding.Latin1.GetString(buffer, 0, read));
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The other side went away, or the test is over.
            }
        }
    }
}
