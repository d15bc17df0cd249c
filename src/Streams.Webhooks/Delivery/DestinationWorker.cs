using System.Collections.Immutable;
using Streams.Core.Alerts;
using Streams.Runtime.Telemetry;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Rendering;
using Streams.Webhooks.Sending;

namespace Streams.Webhooks.Delivery;

/// <summary>
/// One destination: takes alerts into the outbox, and delivers them one at a time at its own pace. It shares nothing
/// with other destinations but the outbox.
/// </summary>
internal sealed class DestinationWorker : IDisposable
{
    /// <summary>Few enough to be read one by one; more become a digest.</summary>
    private const int DigestFrom = 3;

    /// <summary>Longer than any results log is kept that could be read again.</summary>
    private const long ToldMs = 30L * 86_400_000;

    private readonly DestinationOptions _options;
    private readonly IOutbox _outbox;
    private readonly TimeProvider _clock;
    private readonly Action<string> _say;
    private readonly IAlertRenderer _renderer;
    private readonly WebhookSender _sender;
    private readonly Gate _gate;
    private readonly DestinationQueue _queue = new();

    // Delivered, but the outbox could not be told: not sent twice for that.
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);

    // The newest acknowledged transition of each alert, as the outbox remembers it.
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

    // Held over outbox writes, never over an attempt: a receiver that hangs must not hold up what is accepted.
    private readonly SemaphoreSlim _access = new(1, 1);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly StreamsMetrics? _metrics;
    private readonly SinkVitals? _vitals;
    private long _pausedUntil;
    private long _dropped;
    private volatile bool _isDisabled;

    public DestinationWorker(
        DestinationOptions options, WebhookOptions all, IOutbox outbox, TimeProvider clock, Resolve resolve, Action<string> say,
        SinkTelemetry? telemetry)
    {
        (_metrics, _vitals) = (telemetry?.Metrics, telemetry?.Vitals.Sink(WebhookSink.VitalsName(options.Name)));
        (_options, _outbox, _clock, _say) = (options, outbox, clock, say);
        _renderer = AlertRenderers.Of(options.Type, all.Links);
        _sender = new WebhookSender(options, all, clock, resolve);
        _gate = new Gate(options, all.Maintenance);
    }

    public string Name => _options.Name;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Messages that an earlier life left.</summary>
    public async Task LoadAsync(IEnumerable<OutboxMessage> messages, CancellationToken cancel)
    {
        await _access.WaitAsync(cancel);
        try
        {
            var all = messages.OrderBy(message => message.Sequence).ToList();
            _isDisabled = all.Exists(message => message.State == OutboxState.Disabled);

            await LoadToldAsync(all.Where(message => message.State == OutboxState.Told), cancel);

            // A crash between a digest and the removal of its members leaves both, and one between an acknowledgement's
            // note and the removal of its message too.
            var digested = all.Where(message => message.Lines.Length > 1).SelectMany(message => message.Lines)
                .Select(line => (line.Alert, line.Transition)).ToHashSet();
            foreach (var message in all.Where(message => !OutboxMessage.IsNote(message)))
            {
                var isOver = message.State switch
                {
                    OutboxState.Held => message.Lines.All(line => digested.Contains((line.Alert, line.Transition))),
                    OutboxState.Pending => message.Lines.All(line => _told.GetValueOrDefault(line.Alert, -1) == line.Transition),
                    _ => false,
                };
                if (isOver) await _outbox.RemoveAsync(Name, message.MessageId, cancel);
                else _queue.Put(message);
            }
        }
        finally
        {
            Show();
            _access.Release();
        }
    }

    /// <summary>
    /// Takes an alert; when this returns it is in the outbox (true), or was known (false). Null: it goes elsewhere.
    /// </summary>
    public async Task<bool?> AcceptAsync(AlertDocument alert, CancellationToken cancel)
    {
        if (!Routing.Takes(_options, alert)) return null;
        await _access.WaitAsync(cancel);
        try
        {
            if (!_queue.IsNews(alert.Id, alert.Transition)) return false;
            var now = Now;
            var hold = _isDisabled ? null : _gate.HoldUntil(alert.Disposition, now);
            var message = new OutboxMessage
            {
                Destination = Name,
                MessageId = alert.MessageId,
                State = _isDisabled ? OutboxState.Dead : hold is null ? OutboxState.Pending : OutboxState.Held,
                Sequence = _queue.NextSequence,
                Created = now,
                NotBefore = hold?.Until ?? now,
                LastError = _isDisabled ? "the destination is disabled: it answered 410" : null,
                Lines = [AlertLine.Of(alert)],
                Body = _renderer.Render(alert),
            };
            await PutAsync(message, cancel);
            if ((_isDisabled ? "disabled" : hold?.Reason) is { } reason) _metrics?.AlertSuppressed(reason);
            foreach (var old in _queue.Outdated(alert.Id).Where(old => old.Sequence != message.Sequence)) await RemoveAsync(old, cancel);
            await TrimAsync(cancel);
        }
        finally
        {
            Show();
            _access.Release();
        }

        Wake();
        return true;
    }

    /// <summary>Delivers until stopped; an outbox that fails is waited for.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            long? due;
            try
            {
                due = await DeliverDueAsync(cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _say($"webhook {Name}: the outbox failed ({e.GetType().Name}); going on in a second");
                due = Now + 1000;
            }

            var wait = due is { } time ? TimeSpan.FromMilliseconds(Math.Clamp(time - Now, 0, 60_000)) : Timeout.InfiniteTimeSpan;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(_signal.WaitAsync(stop.Token), Task.Delay(wait, _clock, stop.Token));
            await stop.CancelAsync();
        }
    }

    /// <summary>Tries everything that is due now, once; says when something is due next.</summary>
    public async Task<long?> DeliverDueAsync(CancellationToken cancel)
    {
        await ReleaseHeldAsync(cancel);
        foreach (var message in await GuardedAsync(() => Task.FromResult(_queue.Ready(Now)), cancel))
        {
            if (_isDisabled || _pausedUntil > Now) break;
            var attempt = _acknowledged.Contains(message.MessageId)
                ? new Attempt(Sending.Outcome.Delivered, "acknowledged before")
                : await _sender.SendAsync(message, cancel);
            _metrics?.Delivery(Name, attempt.Outcome.ToString().ToLowerInvariant());
            await GuardedAsync(() => SettleAsync(message, attempt, cancel), cancel);
        }

        if (_isDisabled) return null;
        return await GuardedAsync(() => Task.FromResult(_queue.NextDue() is { } due ? Math.Max(due, _pausedUntil) : (long?)null), cancel);
    }

    /// <summary>Does what <see cref="OutboxCommands"/> wrote into the outbox meanwhile.</summary>
    public async Task ReloadAsync(IReadOnlyList<OutboxMessage> messages, bool isDisabled, CancellationToken cancel)
    {
        await GuardedAsync(
            () =>
            {
                if (_isDisabled && !isDisabled) _say($"webhook {Name}: enabled again");
                _isDisabled = isDisabled;
                var stored = messages.ToDictionary(message => message.MessageId, StringComparer.Ordinal);
                foreach (var dead in _queue.Messages.Where(message => message.State == OutboxState.Dead).ToList())
                {
                    if (!stored.TryGetValue(dead.MessageId, out var now)) _queue.Remove(dead);
                    else if (now.State == OutboxState.Pending) _queue.Put(now with { Sequence = dead.Sequence });
                }

                return Task.FromResult(true);
            },
            cancel);
        Wake();
    }

    public Task<DestinationStatus> StatusAsync(CancellationToken cancel) => GuardedAsync(
        () => Task.FromResult(new DestinationStatus(
            Name, _isDisabled, _queue.Count(OutboxState.Pending), _queue.Count(OutboxState.Held),
            _queue.Count(OutboxState.Dead), _dropped)),
        cancel);

    public void Dispose()
    {
        _sender.Dispose();
        _access.Dispose();
        _signal.Dispose();
    }

    private async Task<bool> SettleAsync(OutboxMessage message, Attempt attempt, CancellationToken cancel)
    {
        switch (attempt.Outcome)
        {
            case Sending.Outcome.Delivered:
                _acknowledged.Add(message.MessageId);
                if (_vitals is not null) _vitals.Trouble = null;
                await NoteAsync(message, cancel);
                await RemoveAsync(message, cancel);
                _acknowledged.Remove(message.MessageId);
                await HastenAsync(cancel);
                return true;
            case Sending.Outcome.Gone:
                await DisableAsync(attempt.Detail, cancel);
                return true;
        }

        var failed = Retry.After(message, attempt, _options, Now);
        if (attempt.RetryAfter is { } patience) _pausedUntil = Now + (long)patience.TotalMilliseconds;

        // In memory first: an outbox that fails must not make the next attempt come sooner.
        _queue.Put(failed);
        if (_vitals is not null) _vitals.Trouble = attempt.Detail;
        await PutAsync(failed, cancel);
        await TrimAsync(cancel);
        _say(failed.State == OutboxState.Dead
            ? $"webhook {Name}: message {message.MessageId} is a dead letter after {failed.Attempts} attempts: {attempt.Detail}"
            : $"webhook {Name}: attempt {failed.Attempts} of message {message.MessageId} failed: {attempt.Detail}");
        return true;
    }

    private async Task NoteAsync(OutboxMessage message, CancellationToken cancel)
    {
        foreach (var line in message.Lines)
        {
            // A dead letter that is sent again may be older than what was said since.
            if (line.Transition < _told.GetValueOrDefault(line.Alert, -1)) continue;
            await _outbox.PutAsync(OutboxMessage.Told(Name, line, Now), cancel);
            _told[line.Alert] = line.Transition;
        }
    }

    /// <summary>What an earlier life was acknowledged; what is too old to come again is forgotten.</summary>
    private async Task LoadToldAsync(IEnumerable<OutboxMessage> notes, CancellationToken cancel)
    {
        foreach (var note in notes)
        {
            if (note.Created < Now - ToldMs)
            {
                await _outbox.RemoveAsync(Name, note.MessageId, cancel);
                continue;
            }

            _queue.Remember(note);
            foreach (var line in note.Lines) _told[line.Alert] = line.Transition;
        }
    }

    /// <summary>The destination answers again: what waited because it did not is tried at once.</summary>
    private async Task HastenAsync(CancellationToken cancel)
    {
        foreach (var waiting in _queue.Messages.Where(message => message is { State: OutboxState.Pending, Unavailable: true }).ToList())
            await PutAsync(waiting with { NotBefore = Now, Unavailable = false }, cancel);
    }

    private async Task DisableAsync(string detail, CancellationToken cancel)
    {
        _isDisabled = true;
        _say($"webhook {Name}: disabled, it answered {detail}; new messages are kept as dead letters until it is enabled again");
        await _outbox.PutAsync(
            new OutboxMessage
            {
                Destination = Name,
                MessageId = OutboxMessage.DisabledId,
                State = OutboxState.Disabled,
                Created = Now,
                LastError = detail,
            },
            cancel);
        foreach (var message in _queue.Messages.Where(message => message.State != OutboxState.Dead).ToList())
            await PutAsync(message with { State = OutboxState.Dead, LastError = "the destination is disabled: it answered 410" }, cancel);
    }

    /// <summary>What waited goes alone where it is little, and as one digest where it is much.</summary>
    private Task ReleaseHeldAsync(CancellationToken cancel) => GuardedAsync(
        async () =>
        {
            var now = Now;
            var due = new List<OutboxMessage>();
            foreach (var held in _queue.HeldUntil(now))
            {
                if (_gate.WindowEnd(held.Lines[0].Disposition, now) is { } end) await PutAsync(held with { NotBefore = end }, cancel);
                else due.Add(held);
            }

            if (due.Count >= DigestFrom && Digest(due) is { } digest)
            {
                await PutAsync(digest, cancel);
                foreach (var member in due) await RemoveAsync(member, cancel);
            }
            else
            {
                foreach (var message in due) await PutAsync(message with { State = OutboxState.Pending, NotBefore = now }, cancel);
            }

            return true;
        },
        cancel);

    private OutboxMessage? Digest(List<OutboxMessage> held)
    {
        ImmutableArray<AlertLine> lines = [.. held.SelectMany(message => message.Lines)];
        if (_renderer.RenderDigest(lines) is not { } body) return null;
        return new OutboxMessage
        {
            Destination = Name,
            MessageId = DestinationQueue.DigestId(held),
            State = OutboxState.Pending,
            Sequence = _queue.NextSequence,
            Created = Now,
            NotBefore = Now,
            Lines = lines,
            Body = body,
        };
    }

    private async Task TrimAsync(CancellationToken cancel)
    {
        var over = _queue.Count(OutboxState.Dead) - _options.DeadLettersMax;
        if (over <= 0) return;
        foreach (var oldest in _queue.Messages.Where(message => message.State == OutboxState.Dead).Take(over).ToList())
            await RemoveAsync(oldest, cancel);
        _dropped += over;
        _say($"webhook {Name}: {over} dead letters dropped, more than {_options.DeadLettersMax} are not kept");
    }

    private async Task PutAsync(OutboxMessage message, CancellationToken cancel)
    {
        await _outbox.PutAsync(message, cancel);
        _queue.Put(message);
    }

    private async Task RemoveAsync(OutboxMessage message, CancellationToken cancel)
    {
        await _outbox.RemoveAsync(Name, message.MessageId, cancel);
        _queue.Remove(message);
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> act, CancellationToken cancel)
    {
        await _access.WaitAsync(cancel);
        try
        {
            return await act();
        }
        finally
        {
            Show();
            _access.Release();
        }
    }

    private void Show()
    {
        if (_vitals is null) return;
        _vitals.Held = _queue.Waiting;
        _vitals.Stopped = _isDisabled ? $"it answered 410: streams outbox enable {Name}" : null;
    }

    private void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
