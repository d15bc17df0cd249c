using Streams.Core.Alerts;
using Streams.Runtime.Telemetry;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Sending;

namespace Streams.Webhooks.Tests.Support;

/// <summary>A sink over an outbox and a clock that the test turns, with everything it said.</summary>
internal sealed class Desk : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly Resolve? _resolve;
    private readonly SinkTelemetry? _telemetry;

    public Desk(params DestinationOptions[] destinations)
        : this(new WebhookOptions { AllowPrivate = true, Destinations = destinations })
    {
    }

    public Desk(WebhookOptions options, IOutbox? outbox = null, Resolve? resolve = null, SinkTelemetry? telemetry = null)
    {
        (_options, _resolve, _telemetry, Outbox) = (options, resolve, telemetry, outbox ?? new MemoryOutbox());
        options.Problems().ShouldBeEmpty();
        Sink = NewSink();
    }

    public IOutbox Outbox { get; }

    public ManualClock Clock { get; } = new();

    public List<string> Said { get; } = [];

    public WebhookSink Sink { get; private set; }

    public static DestinationOptions To(string url, string name = "soc") =>
        new() { Name = name, Url = url, Dispositions = [], Rate = new RateLimit { Max = 1000 } };

    /// <summary>What a crash leaves: the outbox.</summary>
    public void Restart()
    {
        Sink.Dispose();
        Sink = NewSink();
    }

    public async Task TakeAsync(params AlertDocument[] alerts) =>
        await Sink.DeliverAsync([.. alerts.Select(alert => Some.Document(alert))], CancellationToken.None);

    /// <summary>Delivers until nothing is due at this moment.</summary>
    public async Task<DateTimeOffset?> PassAsync()
    {
        while (true)
        {
            var due = await Sink.DeliverDueAsync(CancellationToken.None);
            if (due is null || due > Clock.GetUtcNow()) return due;
        }
    }

    public async Task SendAsync(params AlertDocument[] alerts)
    {
        await TakeAsync(alerts);
        await PassAsync();
    }

    public async Task<IReadOnlyList<OutboxMessage>> StoredAsync(OutboxState? state = null) => await OutboxCommands.ListAsync(Outbox, state);

    public void Dispose() => Sink.Dispose();

    private WebhookSink NewSink() => new(
        _options, Outbox, Clock,
        line =>
        {
            lock (Said) Said.Add(line);
        },
        _resolve,
        _telemetry);
}
