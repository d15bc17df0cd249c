namespace Streams.Runtime.Shards;

/// <summary>What shards count; read by whoever reports.</summary>
public sealed class ShardCounters
{
    private long _applied;
    private long _duplicates;
    private long _late;
    private long _skipped;
    private long _gaps;
    private long _repeated;
    private long _evicted;
    private long _findings;
    private long _artefacts;
    private long _accounts;

    public long Applied => Interlocked.Read(ref _applied);

    public long Duplicates => Interlocked.Read(ref _duplicates);

    public long Late => Interlocked.Read(ref _late);

    /// <summary>Events whose step throws: isolated, quarantined.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Frames that began behind the mark: not applied, sent again by their owner.</summary>
    public long Gaps => Interlocked.Read(ref _gaps);

    /// <summary>Frames that were applied already.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>Ids that a full memory forgot before their time.</summary>
    public long EvictedIds => Interlocked.Read(ref _evicted);

    /// <summary>Sealed findings of accounts that have more than are kept.</summary>
    public long ForgottenFindings => Interlocked.Read(ref _findings);

    /// <summary>Artefacts that nobody was seen at for long, or that a full map let go before.</summary>
    public long ForgottenArtefacts => Interlocked.Read(ref _artefacts);

    /// <summary>Accounts that were silent for long, or that a full map let go before.</summary>
    public long ForgottenAccounts => Interlocked.Read(ref _accounts);

    internal void ForgetFindings(long findings) => Interlocked.Add(ref _findings, findings);

    internal void ForgetArtefacts(long artefacts) => Interlocked.Add(ref _artefacts, artefacts);

    internal void ForgetAccounts(long accounts) => Interlocked.Add(ref _accounts, accounts);

    internal void Apply(int events) => Interlocked.Add(ref _applied, events);

    internal void Duplicate() => Interlocked.Increment(ref _duplicates);

    internal void AreLate(long events) => Interlocked.Add(ref _late, events);

    internal void Skip() => Interlocked.Increment(ref _skipped);

    internal void Gap() => Interlocked.Increment(ref _gaps);

    internal void Evict(long ids) => Interlocked.Add(ref _evicted, ids);

    internal void Repeat() => Interlocked.Increment(ref _repeated);
}
