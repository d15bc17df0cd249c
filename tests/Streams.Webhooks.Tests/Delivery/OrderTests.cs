using System.Text.Json;
using Streams.Core.Alerts;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Delivery;

public sealed class OrderTests : IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_dead_destination_holds_up_neither_the_log_nor_another()
    {
        using var desk = new Desk(Desk.To("http://127.0.0.1:1/hook", "dead"), Desk.To(_receiver.Url));
        for (var i = 0; i < 20; i++) await desk.SendAsync(Some.Alert($"user{i}@corp.example"));
        _receiver.Requests.Count.ShouldBe(20);
        var status = await desk.Sink.StatusAsync(CancellationToken.None);
        status.Single(destination => destination.Name == "dead").Pending.ShouldBe(20);
        desk.Said.ShouldContain(line => line.Contains("webhook dead") && line.Contains("no connection"));
    }

    [Fact]
    public async Task One_subject_stays_in_order_while_another_overtakes_it()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        var opened = Some.Alert();
        _receiver.Answer = FailFor(opened.Id);
        await desk.SendAsync(opened, Some.Next(opened, "updated"), Some.Alert("bob@corp.example"));
        Seen().ShouldBe([(opened.Id, "streams.alert.opened"), (Some.Alert("bob@corp.example").Id, "streams.alert.opened")]);
        _receiver.AnswerWith(200);
        desk.Clock.Advance(TimeSpan.FromSeconds(6));
        await desk.PassAsync();
        Seen().Skip(2).ShouldBe([(opened.Id, "streams.alert.opened"), (opened.Id, "streams.alert.updated")]);
    }

    [Fact]
    public async Task What_the_log_repeats_or_brings_too_late_is_not_sent()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        var opened = Some.Alert();
        var closed = Some.Next(opened, "closed", "benign");
        await desk.SendAsync(opened, closed, opened, closed);
        await desk.SendAsync(opened);
        Seen().Select(request => request.Type).ShouldBe(["streams.alert.opened", "streams.alert.closed"]);
    }

    [Fact]
    public async Task When_a_destination_comes_back_all_that_waited_for_it_goes_at_once()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.AnswerWith(503);
        for (var i = 0; i < 5; i++) await desk.SendAsync(Some.Alert($"user{i}@corp.example"));
        for (var i = 0; i < 4; i++)
        {
            desk.Clock.Advance(TimeSpan.FromHours(3));
            await desk.PassAsync();
        }

        var before = _receiver.Requests.Count;
        _receiver.AnswerWith(200);
        await desk.SendAsync(Some.Alert("new@corp.example"));
        (_receiver.Requests.Count - before).ShouldBe(6);
    }

    [Fact]
    public async Task The_running_loops_deliver_without_being_asked_and_stop_when_told()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        using var stop = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        _receiver.Answer = _ =>
        {
            if (_receiver.Requests.Count == 3) arrived.TrySetResult();
            return Task.CompletedTask;
        };
        var run = desk.Sink.RunAsync(stop.Token);
        foreach (var name in new[] { "a", "b", "c" }) await desk.TakeAsync(Some.Alert(name));
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Dead_letters_over_the_limit_are_dropped_oldest_first_and_counted()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { Retries = [], DeadLettersMax = 3 });
        _receiver.AnswerWith(500);
        for (var i = 0; i < 5; i++) await desk.SendAsync(Some.Alert($"user{i}@corp.example"));
        (await desk.StoredAsync(OutboxState.Dead)).Select(message => message.Lines[0].Subject)
            .ShouldBe(["user2@corp.example", "user3@corp.example", "user4@corp.example"]);
        (await desk.Sink.StatusAsync(CancellationToken.None))[0].Dropped.ShouldBe(2);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> FailFor(string alert) => context =>
    {
        context.Response.StatusCode = context.Request.Headers["webhook-id"] == AlertIds.MessageOf(alert, 1) ? 500 : 200;
        return Task.CompletedTask;
    };

    private List<(string? Id, string? Type)> Seen() =>
    [
        .. _receiver.Requests.Select(request =>
        {
            var root = JsonDocument.Parse(request.Body).RootElement;
            return (root.GetProperty("data").GetProperty("id").GetString(), root.GetProperty("type").GetString());
        }),
    ];
}
