using Streams.Runtime.Telemetry;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Delivery;

/// <summary>What the sink counts, and what a destination says of itself.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly Counts _counts = new();
    private readonly SinkTelemetry _telemetry = new(new StreamsMetrics(), new Vitals());
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _telemetry.Metrics.Dispose();
        _counts.Dispose();
    }

    [Fact]
    public async Task Alerts_attempts_and_what_waits_are_counted()
    {
        using var desk = DeskOf(Desk.To(_receiver.Url));
        var soc = _telemetry.Vitals.Sink("webhooks/soc");
        _receiver.AnswerWith(500);
        await desk.SendAsync(Some.Alert());
        (soc.Held, soc.Trouble, soc.Stopped).ShouldBe((1, (await desk.StoredAsync())[0].LastError, null));
        _receiver.AnswerWith(200);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.SendAsync(Some.Alert(), Some.Alert("bob@corp.example"));
        (soc.Held, soc.Trouble).ShouldBe((0, null));
        (Delivered("failed") + Delivered("unavailable"), Delivered("delivered")).ShouldBe((1, 2));
        (Resolved("accepted"), Resolved("older"), Resolved("unrouted")).ShouldBe((2, 1, 0));
        desk.Dispose();
        _telemetry.Vitals.Sinks.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_alert_for_nobody_is_unrouted()
    {
        using var desk = DeskOf(Desk.To(_receiver.Url) with { Dispositions = ["ticket"] });
        await desk.SendAsync(Some.Alert());
        (Resolved("accepted"), Resolved("unrouted")).ShouldBe((0, 1));
    }

    [Fact]
    public async Task What_is_held_back_is_counted_by_its_reason()
    {
        var window = new MaintenanceWindow { From = ManualClock.Noon, To = ManualClock.Noon.AddHours(1), Destinations = ["held"], HoldPages = true };
        var lunch = new QuietHours { From = new TimeOnly(12, 0), To = new TimeOnly(13, 0), HoldPages = true };
        DestinationOptions[] destinations =
        [
            Desk.To(_receiver.Url, "held"), Desk.To(_receiver.Url, "quiet") with { QuietHours = [lunch] },
            Desk.To(_receiver.Url, "limited") with { Rate = new RateLimit { Max = 1, Per = TimeSpan.FromHours(1) } },
        ];
        using var desk = new Desk(
            new WebhookOptions { AllowPrivate = true, Destinations = destinations, Maintenance = [window] }, telemetry: _telemetry);
        await desk.TakeAsync(Some.Alert(), Some.Alert("bob@corp.example"));
        long Held(string reason) => _counts["streams.alerts.suppressed", "reason=" + reason];
        (Held("maintenance"), Held("quiet_hours"), Held("rate")).ShouldBe((2, 2, 1));
        _telemetry.Vitals.Sink("webhooks/quiet").Held.ShouldBe(2);
    }

    [Fact]
    public async Task A_destination_that_is_gone_says_what_brings_it_back()
    {
        using var desk = DeskOf(Desk.To(_receiver.Url));
        _receiver.AnswerWith(410);
        await desk.SendAsync(Some.Alert());
        var soc = _telemetry.Vitals.Sink("webhooks/soc");
        soc.Stopped!.ShouldContain("outbox enable soc");
        (soc.IsDestination, soc.Held).ShouldBe((true, 0));
        await desk.SendAsync(Some.Alert("bob@corp.example"));
        _counts["streams.alerts.suppressed", "reason=disabled"].ShouldBe(1);
        await OutboxCommands.EnableAsync(desk.Outbox, "soc", CancellationToken.None);
        await desk.Sink.ReloadNowAsync(CancellationToken.None);
        soc.Stopped.ShouldBeNull();
    }

    private Desk DeskOf(params DestinationOptions[] destinations) =>
        new(new WebhookOptions { AllowPrivate = true, Destinations = destinations }, telemetry: _telemetry);

    private long Delivered(string outcome) => _counts["streams.webhook.deliveries", "outcome=" + outcome];

    private long Resolved(string outcome) => _counts["streams.sink.documents", "sink=webhooks", "outcome=" + outcome];
}
