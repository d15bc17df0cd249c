using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Streams.Elasticsearch.Tests.World;

/// <summary>An HTTP server that does what a test says.</summary>
internal sealed class KibanaStub : IDisposable
{
    private readonly WebApplication _application;
    private Exception? _failure;

    public KibanaStub(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.Run(async context =>
        {
            try
            {
                await answer(context);
            }
            catch (Exception e)
            {
                _failure = e;
                context.Response.StatusCode = 500;
            }
        });
        _application.StartAsync().GetAwaiter().GetResult();
        Url = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Url { get; }

    public static Task Say(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>What went wrong in the stub is the test's, not the client's.</summary>
    public void Dispose()
    {
        _application.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (_failure is not null) throw new InvalidOperationException("the stub's own expectation failed", _failure);
    }
}
