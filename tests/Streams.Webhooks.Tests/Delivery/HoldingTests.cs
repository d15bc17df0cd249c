using System.Text.Json;
using Streams.Core.Alerts;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Delivery;

public sealed class HoldingTests : IAsyncLifetime
{
    private static readonly QuietHours Lunch = new() { From = new TimeOnly(12, 0), To = new TimeOnly(13, 0), TimeZone = "UTC" };

    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Tickets_wait_for_the_end_of_quiet_hours_over_a_restart_and_pages_pass()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { QuietHours = [Lunch] });
        await desk.SendAsync(Some.Ticket(), Some.Alert("bob@corp.example"));
        _receiver.Requests.ShouldHaveSingleItem().Id.ShouldBe(Some.Alert("bob@corp.example").MessageId);
        desk.Restart();
        desk.Clock.Advance(TimeSpan.FromMinutes(59));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(1);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.PassAsync();
        _receiver.Requests[1].Id.ShouldBe(Some.Ticket().MessageId);
    }

    [Fact]
    public async Task A_window_may_hold_pages_too()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { QuietHours = [Lunch with { HoldPages = true }] });
        await desk.SendAsync(Some.Alert());
        _receiver.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Maintenance_holds_the_destinations_that_it_names_and_joins_the_quiet_hours_after_it()
    {
        var window = new MaintenanceWindow
        {
            From = ManualClock.Noon.AddHours(-1),
            To = ManualClock.Noon.AddMinutes(1),
            Destinations = ["held"],
        };
        await using var other = await Receiver.StartAsync();
        using var desk = new Desk(new WebhookOptions
        {
            AllowPrivate = true,
            Maintenance = [window],
            Destinations =
            [
                Desk.To(_receiver.Url, "held") with { QuietHours = [Lunch with { From = new TimeOnly(12, 1) }] }, Desk.To(other.Url, "free"),
            ],
        });
        await desk.SendAsync(Some.Ticket());
        other.Requests.Count.ShouldBe(1);
        desk.Clock.Advance(TimeSpan.FromMinutes(59.9));
        await desk.PassAsync();
        _receiver.Requests.ShouldBeEmpty();
        desk.Clock.Advance(TimeSpan.FromMinutes(0.1));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Much_that_waited_is_one_digest_with_the_newest_word_on_each_alert()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { QuietHours = [Lunch] });
        var tickets = Enumerable.Range(0, 4).Select(i => Some.Ticket($"user{i}@corp.example")).ToArray();
        await desk.SendAsync(tickets);
        await desk.SendAsync(Some.Next(tickets[0], "closed", "withdrawn"));
        (await desk.StoredAsync(OutboxState.Held)).Count.ShouldBe(4);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.PassAsync();
        var root = JsonDocument.Parse(_receiver.Requests.ShouldHaveSingleItem().Body).RootElement;
        root.GetProperty("type").GetString().ShouldBe("streams.alert.digest");
        root.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Select(alert => (alert.GetProperty("id").GetString(), alert.GetProperty("kind").GetString()))
            .ShouldBe([(tickets[1].Id, "opened"), (tickets[2].Id, "opened"), (tickets[3].Id, "opened"), (tickets[0].Id, "closed")]);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_becomes_a_page_does_not_wait_and_the_ticket_is_not_told_afterwards()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { QuietHours = [Lunch] });
        await desk.SendAsync(Some.Ticket());
        await desk.SendAsync(Some.Next(Some.Ticket(), "updated") with { Disposition = "page" });
        desk.Clock.Advance(TimeSpan.FromHours(2));
        await desk.PassAsync();
        _receiver.Requests.ShouldHaveSingleItem().Id.ShouldBe(AlertIds.MessageOf(Some.Ticket().Id, 2));
    }

    [Fact]
    public async Task A_flood_is_a_few_messages_and_a_digest_that_comes_soon()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { Rate = new RateLimit { Max = 10, Per = TimeSpan.FromHours(1) } });
        for (var i = 0; i < 200; i++) await desk.SendAsync(Some.Alert($"user{i}@corp.example"));
        _receiver.Requests.Count.ShouldBe(10);
        desk.Clock.Advance(TimeSpan.FromMinutes(5));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(11);
        JsonDocument.Parse(_receiver.Requests[^1].Body).RootElement.GetProperty("data").GetProperty("count").GetInt32().ShouldBe(190);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_between_a_digest_and_its_members_tells_each_alert_once()
    {
        var outbox = new MemoryOutbox();
        var options = new WebhookOptions { AllowPrivate = true, Destinations = [Desk.To(_receiver.Url) with { QuietHours = [Lunch] }] };
        using var desk = new Desk(options, outbox);
        await desk.SendAsync([.. Enumerable.Range(0, 4).Select(i => Some.Ticket($"user{i}@corp.example"))]);
        var members = await desk.StoredAsync(OutboxState.Held);
        _receiver.AnswerWith(503);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.PassAsync();
        foreach (var member in members) await outbox.PutAsync(member);
        _receiver.AnswerWith(200);
        desk.Restart();
        desk.Clock.Advance(TimeSpan.FromMinutes(10));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(2);
        _receiver.Requests[0].Id.ShouldBe(_receiver.Requests[1].Id);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-01-14T23:30:00Z", "2026-01-15T07:00:00Z")] // 00:30 in Berlin, a night that began on Wednesday
    [InlineData("2026-01-16T16:59:00Z", null)]
    [InlineData("2026-01-16T17:00:00Z", "2026-01-17T07:00:00Z")]
    [InlineData("2026-01-17T17:30:00Z", null)] // Saturday is not among the days
    [InlineData("2026-03-27T22:00:00Z", "2026-03-28T07:00:00Z")]
    public void Quiet_hours_are_local_and_a_night_belongs_to_its_first_day(string now, string? end)
    {
        var hours = new QuietHours
        {
            Days = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
            TimeZone = "Europe/Berlin",
        };
        hours.EndIfCovers(DateTimeOffset.Parse(now), isPage: false).ShouldBe(end is null ? null : DateTimeOffset.Parse(end));
        hours.EndIfCovers(DateTimeOffset.Parse(now), isPage: true).ShouldBeNull();
    }

    [Fact]
    public void An_hour_that_a_clock_change_skips_ends_after_it()
    {
        var hours = new QuietHours { From = new TimeOnly(22, 0), To = new TimeOnly(2, 30), TimeZone = "Europe/Berlin" };
        hours.EndIfCovers(DateTimeOffset.Parse("2026-03-29T00:15:00Z"), isPage: false).ShouldBe(DateTimeOffset.Parse("2026-03-29T01:30:00Z"));
    }
}
