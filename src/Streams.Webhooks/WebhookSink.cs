using Streams.Core.Alerts;
using Streams.Runtime.Deliver;
using Streams.Runtime.Telemetry;
using Streams.Webhooks.Delivery;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Sending;

namespace Streams.Webhooks;

/// <summary>
/// Takes alerts from the results log into the outbox, which is all that its cursor waits for; one worker a destination
/// sends them from there, so that a dead destination holds up neither the log nor the others.
/// </summary>
public sealed class WebhookSink : ISink, IDisposable
{
    private readonly WebhookOptions _options;
    private readonly IOutbox _outbox;
    private readonly TimeProvider _clock;
    private readonly Action<string> _say;
    private readonly SinkTelemetry? _telemetry;
    private readonly List<DestinationWorker> _workers;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private bool _isLoaded;
    private long _unreadable;

    /// <param name="options">Checked with <see cref="WebhookOptions.Problems"/> before.</param>
    /// <param name="outbox">Only this sink may write to it, apart from <see cref="OutboxCommands"/>.</param>
    /// <param name="clock">Null: the system's.</param>
    /// <param name="say">Where one-line messages go; they hold no secret and no URL.</param>
    /// <param name="resolve">Null: the system's resolver.</param>
    /// <param name="telemetry">Where it counts and its destinations say how they are; null: nobody asks.</param>
    public WebhookSink(
        WebhookOptions options, IOutbox outbox, TimeProvider? clock = null, Action<string>? say = null, Resolve? resolve = null,
        SinkTelemetry? telemetry = null)
    {
        _telemetry = telemetry;
        (_options, _outbox, _clock, _say) = (options, outbox, clock ?? TimeProvider.System, say ?? (_ => { }));
        _workers = [.. options.Destinations.Select(destination => new DestinationWorker(
            destination, options, outbox, _clock, resolve ?? GuardedConnection.System, _say, telemetry))];
    }

    public string Name => "webhooks";

    /// <summary>Alerts whose bytes could not be read: a fault of the program, counted and passed over.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    public async Task DeliverAsync(IReadOnlyList<ResultDocument> documents, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        foreach (var document in documents)
        {
            if (document.Kind != "alert" || document.Json.Length == 0) continue;
            if (Read(document) is not { } alert) continue;
            var taken = new List<bool?>();
            foreach (var worker in _workers) taken.Add(await worker.AcceptAsync(alert, cancel));
            _telemetry?.Metrics.Resolved(1, Name, taken.Contains(true) ? "accepted" : taken.Contains(false) ? "older" : "unrouted");
        }
    }

    /// <summary>Sends until stopped. What is in the outbox from an earlier life goes first.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        await Task.WhenAll(_workers.Select(worker => worker.RunAsync(cancel)).Append(ReloadAsync(cancel)));
    }

    /// <summary>One pass over everything that is due, for tests and for ending a demo; says when something is due next.</summary>
    public async Task<DateTimeOffset?> DeliverDueAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var due = await Task.WhenAll(_workers.Select(worker => worker.DeliverDueAsync(cancel)));
        return due.Min() is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
    }

    /// <summary>Looks for commands in the outbox now instead of within a minute.</summary>
    public async Task ReloadNowAsync(CancellationToken cancel)
    {
        var stored = (await _outbox.LoadAsync(cancel)).ToLookup(message => message.Destination, StringComparer.Ordinal);
        foreach (var worker in _workers)
            await worker.ReloadAsync(
                [.. stored[worker.Name]], stored[worker.Name].Any(message => message.State == OutboxState.Disabled), cancel);
    }

    public async Task<IReadOnlyList<DestinationStatus>> StatusAsync(CancellationToken cancel) =>
        await Task.WhenAll(_workers.Select(worker => worker.StatusAsync(cancel)));

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
            _telemetry?.Vitals.Forget(VitalsName(worker.Name));
        }

        _loading.Dispose();
    }

    internal static string VitalsName(string destination) => $"webhooks/{destination}";

    private async Task LoadAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _isLoaded)) return;
        await _loading.WaitAsync(cancel);
        try
        {
            if (_isLoaded) return;
            var stored = (await _outbox.LoadAsync(cancel)).ToLookup(message => message.Destination, StringComparer.Ordinal);
            foreach (var unknown in stored.Select(group => group.Key).Except(_workers.Select(worker => worker.Name)))
                _say($"webhook {unknown}: no longer configured; {stored[unknown].Count(m => !OutboxMessage.IsNote(m))} messages stay in the outbox");
            foreach (var worker in _workers) await worker.LoadAsync(stored[worker.Name], cancel);
            Volatile.Write(ref _isLoaded, true);
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task ReloadAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(_options.ReloadEvery, _clock, cancel);
            try
            {
                await ReloadNowAsync(cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _say($"webhooks: the outbox cannot be read ({e.GetType().Name}); trying again in {_options.ReloadEvery.TotalSeconds} s");
            }
        }
    }

    private AlertDocument? Read(ResultDocument document)
    {
        try
        {
            return AlertJson.Read(document.Json);
        }
        catch (FormatException)
        {
            Interlocked.Increment(ref _unreadable);
            _telemetry?.Metrics.Resolved(1, Name, "unreadable");
            _say($"webhooks: the document {document.Entity} of version {document.Version} is no alert that can be read");
            return null;
        }
    }
}
