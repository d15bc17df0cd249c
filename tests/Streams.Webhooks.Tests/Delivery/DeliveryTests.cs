using System.Text.Json;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Delivery;

public sealed class DeliveryTests : IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task An_alert_arrives_once_and_leaves_the_outbox()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        var alert = Some.Alert();
        await desk.SendAsync(alert);
        var request = _receiver.Requests.ShouldHaveSingleItem();
        request.Id.ShouldBe(alert.MessageId);
        request.Headers["content-type"].ShouldStartWith("application/json");
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("id").GetString().ShouldBe(alert.Id);
        (await desk.StoredAsync()).ShouldBeEmpty();
        await desk.SendAsync(alert);
        _receiver.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_acknowledged_is_not_sent_again_by_another_life_that_reads_the_log_again()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        var opened = Some.Alert();
        var updated = Some.Alert() with { Transition = opened.Transition + 1, Kind = "updated" };
        await desk.SendAsync(opened);
        desk.Restart();
        await desk.SendAsync(opened);
        _receiver.Requests.Count.ShouldBe(1);
        await desk.SendAsync(updated);
        desk.Restart();
        await desk.SendAsync(opened, updated);
        _receiver.Requests.Count.ShouldBe(2);

        // It is forgotten when no results log can say it again.
        desk.Clock.Advance(TimeSpan.FromDays(31));
        desk.Restart();
        await desk.PassAsync();
        (await desk.Outbox.LoadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_acknowledged_and_not_yet_taken_out_is_not_sent_again()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        await desk.TakeAsync(Some.Alert());
        var pending = (await desk.StoredAsync()).ShouldHaveSingleItem();
        await desk.Outbox.PutAsync(OutboxMessage.Told("soc", pending.Lines[0], pending.Created));
        desk.Restart();
        await desk.PassAsync();
        _receiver.Requests.ShouldBeEmpty();
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_that_two_senders_numbered_alike_both_go()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        await desk.TakeAsync(Some.Alert());
        var one = (await desk.StoredAsync()).ShouldHaveSingleItem();
        await desk.Outbox.PutAsync(one with { MessageId = "m-other", Lines = [one.Lines[0] with { Alert = "a-other", Subject = "other" }] });
        desk.Restart();
        await desk.PassAsync();
        _receiver.Requests.Select(r => r.Id).Order(StringComparer.Ordinal).ShouldBe(new[] { one.MessageId, "m-other" }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Other_documents_pass_by_and_a_broken_one_is_counted()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        await desk.Sink.DeliverAsync(
            [new("account:ana", 1, "{}"u8.ToArray()), new("alert:a-1", 1, []), new("alert:a-1", 2, "{"u8.ToArray()), Some.Document(Some.Alert())],
            CancellationToken.None);
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(1);
        desk.Sink.Unreadable.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_is_tried_again_by_the_schedule_with_the_same_id_a_new_timestamp_and_the_same_body()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.AnswerWith(500);
        await desk.SendAsync(Some.Alert());
        var due = (await desk.PassAsync()).ShouldNotBeNull() - desk.Clock.GetUtcNow();
        due.ShouldBeInRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        desk.Clock.Advance(TimeSpan.FromSeconds(3.9));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(1);
        _receiver.AnswerWith(204);
        desk.Clock.Advance(TimeSpan.FromSeconds(2.1));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(2);
        var (first, second) = (_receiver.Requests[0], _receiver.Requests[1]);
        second.Id.ShouldBe(first.Id);
        second.Body.ShouldBe(first.Body);
        (long.Parse(second.Headers["webhook-timestamp"]) - long.Parse(first.Headers["webhook-timestamp"])).ShouldBe(6);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_a_dead_letter_that_is_listed_and_sent_again_by_command()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.AnswerWith(500);
        await desk.SendAsync(Some.Alert());
        for (var i = 0; i < 9; i++)
        {
            desk.Clock.Set((await desk.PassAsync()).ShouldNotBeNull());
            await desk.PassAsync();
        }

        _receiver.Requests.Count.ShouldBe(10);
        (await desk.PassAsync()).ShouldBeNull();
        var dead = (await desk.StoredAsync(OutboxState.Dead)).ShouldHaveSingleItem();
        dead.LastError.ShouldBe("status 500");
        desk.Said.ShouldContain(line => line.Contains("dead letter after 10 attempts: status 500"));
        _receiver.AnswerWith(200);
        (await OutboxCommands.ResendAsync(desk.Outbox, "soc", null)).ShouldBe(1);
        await desk.Sink.ReloadNowAsync(CancellationToken.None);
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(11);
        _receiver.Requests[^1].Id.ShouldBe(dead.MessageId);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_can_be_discarded()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { Retries = [] });
        _receiver.AnswerWith(400);
        await desk.SendAsync(Some.Alert());
        (await OutboxCommands.DiscardAsync(desk.Outbox, null, null)).ShouldBe(1);
        await desk.Sink.ReloadNowAsync(CancellationToken.None);
        (await desk.Sink.StatusAsync(CancellationToken.None))[0].Dead.ShouldBe(0);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Retry_after_is_honoured_for_the_whole_destination(int status)
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.AnswerWith(status, "Retry-After", "600");
        await desk.SendAsync(Some.Alert());
        _receiver.AnswerWith(200);
        await desk.SendAsync(Some.Alert("bob@corp.example"));
        desk.Clock.Advance(TimeSpan.FromSeconds(599));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(1);
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Gone_disables_the_destination_over_a_restart_until_somebody_enables_it()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.AnswerWith(410);
        await desk.SendAsync(Some.Alert());
        desk.Said.ShouldContain(line => line.Contains("disabled"));
        _receiver.AnswerWith(200);
        desk.Restart();
        await desk.SendAsync(Some.Alert("bob@corp.example"));
        _receiver.Requests.Count.ShouldBe(1);
        (await desk.StoredAsync(OutboxState.Disabled)).ShouldHaveSingleItem().Destination.ShouldBe("soc");
        (await desk.StoredAsync(OutboxState.Dead)).Count.ShouldBe(2);
        (await desk.Sink.StatusAsync(CancellationToken.None))[0].IsDisabled.ShouldBeTrue();
        await OutboxCommands.EnableAsync(desk.Outbox, "soc");
        await OutboxCommands.ResendAsync(desk.Outbox, "soc", null);
        await desk.Sink.ReloadNowAsync(CancellationToken.None);
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(3);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var other = await Receiver.StartAsync();
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.AnswerWith(status, "Location", other.Url);
        await desk.SendAsync(Some.Alert());
        other.Requests.ShouldBeEmpty();
        (await desk.StoredAsync(OutboxState.Pending)).ShouldHaveSingleItem().LastError.ShouldBe($"status {status}: redirects are not followed");
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_is_left_after_twenty_seconds()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        var arrived = new TaskCompletionSource();
        _receiver.Answer = async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await desk.TakeAsync(Some.Alert());
        var pass = desk.PassAsync();
        await arrived.Task;
        desk.Clock.Advance(TimeSpan.FromSeconds(19.9));
        pass.IsCompleted.ShouldBeFalse();
        desk.Clock.Advance(TimeSpan.FromSeconds(0.2));
        await pass;
        (await desk.StoredAsync(OutboxState.Pending)).ShouldHaveSingleItem().LastError.ShouldBe("no answer within 20 s");
    }

    [Theory]
    [InlineData("\0\u0001\u0002 this is no HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 999999 ?\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")]
    [InlineData("")]
    public async Task Garbage_is_a_failure(string answer)
    {
        using var garbage = new RawReceiver(System.Text.Encoding.Latin1.GetBytes(answer));
        using var desk = new Desk(Desk.To(garbage.Url));
        await desk.SendAsync(Some.Alert());
        (await desk.StoredAsync(OutboxState.Pending)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_and_a_giant_head_refused()
    {
        using var desk = new Desk(Desk.To(_receiver.Url));
        _receiver.Answer = async context =>
        {
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };
        await desk.SendAsync(Some.Alert());
        (await desk.StoredAsync()).ShouldBeEmpty();
        _receiver.AnswerWith(200, "X-Large", new string('x', 20_000));
        await desk.SendAsync(Some.Alert("bob@corp.example"));
        (await desk.StoredAsync(OutboxState.Pending)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_redelivery_after_a_crash_between_sending_and_acknowledging_has_the_same_id()
    {
        var outbox = new ForgetfulOutbox();
        using var desk = new Desk(new WebhookOptions { AllowPrivate = true, Destinations = [Desk.To(_receiver.Url)] }, outbox);
        await desk.TakeAsync(Some.Alert());
        outbox.IsDown = true;
        await Should.ThrowAsync<IOException>(desk.PassAsync);
        await Should.ThrowAsync<IOException>(desk.PassAsync);
        _receiver.Requests.Count.ShouldBe(1, "an outbox that fails is no reason to send again in the same life");
        outbox.IsDown = false;
        desk.Restart();
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(2);
        _receiver.Requests[0].Id.ShouldBe(_receiver.Requests[1].Id);
        (await desk.StoredAsync()).ShouldBeEmpty();
    }

    private sealed class ForgetfulOutbox : IOutbox
    {
        private readonly MemoryOutbox _inner = new();

        public bool IsDown { get; set; }

        public Task PutAsync(OutboxMessage message, CancellationToken cancel = default) =>
            IsDown ? throw new IOException("down") : _inner.PutAsync(message, cancel);

        public Task RemoveAsync(string destination, string messageId, CancellationToken cancel = default) =>
            IsDown ? throw new IOException("down") : _inner.RemoveAsync(destination, messageId, cancel);

        public Task<IReadOnlyList<OutboxMessage>> LoadAsync(CancellationToken cancel = default) => _inner.LoadAsync(cancel);
    }
}
