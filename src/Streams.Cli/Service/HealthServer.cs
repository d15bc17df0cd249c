using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Service;

/// <summary>
/// <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>. The first two say one word to anybody, for probes carry no token;
/// details and metrics need it where one is configured.
/// </summary>
internal sealed class HealthServer : IAsyncDisposable
{
    private const int ConnectionsMax = 64, HeaderBytesMax = 16 << 10;

    private readonly WebApplication _app;

    private HealthServer(WebApplication app) => _app = app;

    /// <summary>Where it listens; the port is known only now where 0 was asked for.</summary>
    public Uri Address => new(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <exception cref="IOException">The address is taken, or not this machine's.</exception>
    public static async Task<HealthServer> StartAsync(
        HttpConfiguration configuration, IServiceStatus status, MetricCollector? metrics,
            CancellationToken cancel = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            Listen(kestrel, configuration.Bind);
        });
        var app = builder.Build();
        var endpoints = new HealthEndpoints(status, metrics, configuration.TokenFile);
        app.Run(endpoints.AnswerAsync);
        await app.StartAsync(cancel);
        return new HealthServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, string bind)
    {
        var split = bind.LastIndexOf(':');
        var (host, port) = (bind[..split].Trim('[', ']'),
            int.Parse(bind[(split + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        if (IPAddress.TryParse(host, out var address)) kestrel.Listen(address, port);
        else if (host == "localhost" && port != 0) kestrel.ListenLocalhost(port);
        else kestrel.Listen(Dns.GetHostAddresses(host)[0], port);
    }
}
