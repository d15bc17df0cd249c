using Streams.Core.Activities;
using Streams.Webhooks.Outbox;

namespace Streams.Webhooks.Delivery;

/// <summary>
/// The messages of one destination, as memory holds them; the outbox holds the same. Not safe for threads: its worker
/// guards it.
/// </summary>
internal sealed class DestinationQueue
{
    /// <summary>Alerts of which the newest transition is remembered: a repeat of the results log says nothing twice.</summary>
    private const int AlertsMax = 100_000;

    private readonly SortedDictionary<long, OutboxMessage> _messages = [];
    private readonly Dictionary<string, int> _newest = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];
    private long _sequence;

    public IReadOnlyCollection<OutboxMessage> Messages => _messages.Values;

    private IEnumerable<OutboxMessage> Pending => _messages.Values.Where(message => message.State == OutboxState.Pending);

    public int Count(OutboxState state) => _messages.Values.Count(message => message.State == state);

    /// <summary>To be sent, now or later.</summary>
    public int Waiting { get; private set; }

    public long NextSequence => _sequence + 1;

    public void Put(OutboxMessage message)
    {
        // Two processes that both believed to be the only one may have counted alike.
        if (_messages.TryGetValue(message.Sequence, out var other) && other.MessageId != message.MessageId)
            message = message with { Sequence = NextSequence };
        Remove(message);
        _messages[message.Sequence] = message;
        if (IsWaiting(message)) Waiting++;
        _sequence = Math.Max(_sequence, message.Sequence);
        Remember(message);
    }

    /// <summary>Its lines are no news from now on.</summary>
    public void Remember(OutboxMessage message)
    {
        foreach (var line in message.Lines) Remember(line.Alert, line.Transition);
    }

    public void Remove(OutboxMessage message)
    {
        if (_messages.Remove(message.Sequence, out var known) && IsWaiting(known)) Waiting--;
    }

    /// <summary>False where this transition or a later one was already accepted.</summary>
    public bool IsNews(string alert, int transition) => !_newest.TryGetValue(alert, out var known) || transition > known;

    /// <summary>Waiting messages that say less of an alert than one that comes now: nobody needs them any more.</summary>
    public List<OutboxMessage> Outdated(string alert) =>
        [.. _messages.Values.Where(message => message.State == OutboxState.Held && message.Lines is [var line] && line.Alert == alert)];

    public List<OutboxMessage> HeldUntil(long now) =>
        [.. _messages.Values.Where(message => message.State == OutboxState.Held && message.NotBefore <= now)];

    /// <summary>
    /// Pending messages that may be tried now, in order. One that waits holds back what comes after it on the same
    /// subject, and nothing else.
    /// </summary>
    public List<OutboxMessage> Ready(long now)
    {
        var ready = new List<OutboxMessage>();
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in Pending)
        {
            if (message.NotBefore <= now && !message.Lines.Any(line => earlier.Contains(line.Subject))) ready.Add(message);
            earlier.UnionWith(message.Lines.Select(line => line.Subject));
        }

        return ready;
    }

    /// <summary>When something can be done next; null where nothing waits.</summary>
    public long? NextDue()
    {
        long? next = null;
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in Pending)
        {
            // One behind another is due no sooner than that one, which is counted.
            if (!message.Lines.Any(line => earlier.Contains(line.Subject)) && !(message.NotBefore >= next)) next = message.NotBefore;
            earlier.UnionWith(message.Lines.Select(line => line.Subject));
        }

        foreach (var held in _messages.Values.Where(message => message.State == OutboxState.Held))
            if (!(held.NotBefore >= next)) next = held.NotBefore;
        return next;
    }

    /// <summary>Of a digest: the same members give the same id, so that a crash in between does not make two.</summary>
    public static string DigestId(IEnumerable<OutboxMessage> members) =>
        "m-" + members.Aggregate(Key128.Of("digest"), (key, member) => key.With(Key128.Of(member.MessageId)));

    private static bool IsWaiting(OutboxMessage message) => message.State is OutboxState.Pending or OutboxState.Held;

    private void Remember(string alert, int transition)
    {
        if (!_newest.TryGetValue(alert, out var known)) _order.Enqueue(alert);
        _newest[alert] = Math.Max(known, transition);
        while (_order.Count > AlertsMax) _newest.Remove(_order.Dequeue());
    }
}
