using System.Diagnostics;
using Confluent.Kafka;
using Streams.Runtime.Telemetry;

namespace Streams.Kafka;

/// <summary>
/// A member of a consumer group that reads nothing: it learns which partitions are this process's work, says when they
/// are not any more, and commits how far sources are. Reading is done elsewhere, from offsets that the work itself
/// knows.
/// </summary>
public sealed class GroupMember : ISourceOffsets, IDisposable
{
    private const int PollMs = 100, CommitEveryMs = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), AnswerMax = TimeSpan.FromSeconds(1);
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly object _gate = new();

    /// <summary>
    /// What is this member's now. The broker takes a commit from anybody in the group: one of what went elsewhere would
    /// put the new owner's offset back.
    /// </summary>
    private readonly HashSet<TopicPartition> _owned = [];

    private readonly Dictionary<TopicPartition, long> _uncommitted = [];
    private readonly Dictionary<TopicPartition, long> _known = [];
    private readonly Func<Partition, TopicPartition> _name;
    private readonly KafkaLogin _login;
    private readonly Thread _thread;
    private readonly Action<Exception> _failed;
    private readonly StreamsMetrics? _metrics;
    private readonly string _group;
    private volatile bool _stopping;
    private long _committedAt;

    /// <param name="options">The brokers.</param>
    /// <param name="work">Distinguishes groups of one deployment.</param>
    /// <param name="topics">Names as in <see cref="Topics"/>, or of sources.</param>
    /// <param name="assigned">Told of new work; on the member's thread.</param>
    /// <param name="revoked">
    /// Told of work that goes elsewhere; returns when it is at rest, within the session time-out. The flag says that it
    /// is lost already: somebody else may be at it.
    /// </param>
    /// <param name="failed">Told of what ends this member.</param>
    /// <param name="metrics">Told of commits.</param>
    public GroupMember(
        KafkaOptions options, string work, IReadOnlyList<string> topics, Action<IReadOnlyList<Partition>> assigned,
        Action<IReadOnlyList<Partition>, bool> revoked, Action<Exception> failed, StreamsMetrics? metrics = null)
    {
        _metrics = metrics;
        var clients = new KafkaClients(options);
        _login = clients.Login;
        _name = clients.Of;
        _failed = failed;
        var own = topics.ToDictionary(clients.TopicOf, topic => topic, StringComparer.Ordinal);
        Partition Back(TopicPartition p) => new(own[p.Topic], p.Partition.Value);
        var config = clients.Member(work);
        _group = config.GroupId;
        _consumer = clients.Login.Open(new ConsumerBuilder<Ignore, Ignore>(config)
            .SetPartitionsAssignedHandler((_, added) =>
            {
                lock (_gate) _owned.UnionWith(added);
                assigned([.. added.Select(Back)]);
                return added.Select(p => new TopicPartitionOffset(p, Offset.End));
            })
            .SetPartitionsRevokedHandler((_, removed) =>
            {
                revoked([.. removed.Select(r => Back(r.TopicPartition))], false);
                CommitNow();
                Forget(removed);
            })
            .SetPartitionsLostHandler((_, lost) =>
            {
                Forget(lost);
                revoked([.. lost.Select(l => Back(l.TopicPartition))], true);
            }), failed);
        _consumer.Subscribe(own.Keys);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"kafka-member-{work}" };
    }

    /// <summary>Joins the group.</summary>
    public void Start() => _thread.Start();

    /// <summary>Whether the group has given this process its part, which may be nothing.</summary>
    public bool HasJoined => _consumer.MemberId.Length > 0;

    public long? Committed(Partition source)
    {
        var name = _name(source);
        lock (_gate)
        {
            if (_known.TryGetValue(name, out var known)) return known;
        }

        var offset = AskCommitted(name);
        if (offset.IsSpecial) return null;
        lock (_gate)
        {
            if (_owned.Contains(name)) _known.TryAdd(name, offset.Value);
        }

        return offset.Value;
    }

    /// <summary>
    /// A member that leaves is not answered any more, and would wait to the end: whoever asks is leaving, too, and holds
    /// everybody up.
    /// </summary>
    private Offset AskCommitted(TopicPartition name)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return _consumer.Committed([name], AnswerMax).Single().Offset;
            }
            catch (KafkaException) when (!_stopping && Environment.TickCount64 < until)
            {
                // A coordinator that is away for a moment.
            }
        }
    }

    public void Commit(Partition source, long next)
    {
        var name = _name(source);
        lock (_gate)
        {
            if (!_owned.Contains(name) || (_known.TryGetValue(name, out var known) && next <= known)) return;
            _known[name] = next;
            _uncommitted[name] = next;
        }
    }

    /// <summary>Gives everything back and leaves.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(60));
        _consumer.Dispose();
    }

    private void Loop()
    {
        try
        {
            while (!_stopping)
            {
                Poll();
                if (Environment.TickCount64 - _committedAt < CommitEveryMs) continue;
                _committedAt = Environment.TickCount64;
                CommitNow();
                // The library tells the same refusal only now and then.
                if (_login.IsOutdated) _failed(KafkaLogin.Outdated());
            }

            _consumer.Close();
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }

    private void Poll()
    {
        try
        {
            var result = _consumer.Consume(PollMs);
            // Only work is wanted, not records: a partition begins at its end, and is paused with its first one.
            if (result is not null) _consumer.Pause([result.TopicPartition]);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // An unknown topic, a broker that is away: the library goes on by itself.
        }
    }

    private void Forget(IEnumerable<TopicPartitionOffset> partitions)
    {
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                _owned.Remove(partition.TopicPartition);
                _known.Remove(partition.TopicPartition);
                _uncommitted.Remove(partition.TopicPartition);
            }
        }
    }

    private void CommitNow()
    {
        List<TopicPartitionOffset> offsets;
        lock (_gate)
        {
            offsets = [.. _uncommitted.Select(u => new TopicPartitionOffset(u.Key, u.Value))];
            _uncommitted.Clear();
        }

        if (offsets.Count == 0) return;
        var began = Stopwatch.GetTimestamp();
        string? refused = null;
        try
        {
            _consumer.Commit(offsets);
        }
        catch (KafkaException e)
        {
            refused = e.Error.Code.ToString();
            // Between two generations, or brokers away: the next commit says more. What is read again changes nothing.
            lock (_gate)
            {
                foreach (var offset in offsets) _uncommitted.TryAdd(offset.TopicPartition, offset.Offset.Value);
            }
        }

        _metrics?.Committed(Stopwatch.GetElapsedTime(began).TotalSeconds, _group, refused);
    }
}
