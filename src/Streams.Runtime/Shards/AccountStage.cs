using System.Collections.Immutable;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>
/// The accounts of a shard as a pure function of their events: sealed state, tail, provisional outcome
/// (architecture.md, Order). It says
/// what changed; who is told is the shard's business.
/// </summary>
public sealed class AccountStage
{
    private readonly AccountStep _step;
    private readonly FindingLedger _ledger = new();
    private readonly Activity _activity = new();
    private readonly byte[] _before;
    private readonly Dictionary<int, ImmutableArray<Finding>> _sealed = [];

    /// <summary>What <see cref="Changed"/> was last told, where that is anything.</summary>
    private readonly Dictionary<int, ImmutableArray<Finding>> _told = [];
    private readonly Dictionary<int, Tail> _tails = [];
    private readonly PriorityQueue<int, long> _due = new();
    private readonly SortedDictionary<int, List<int>> _openDays = [];
    private readonly HashSet<int> _stale = [];
    private readonly HashSet<(int Source, Position Position)> _skipped = [];
    private readonly CommitMemory _commits;
    private AccountEngine _engine;
    private long _overflowed, _forgotten, _tailBytes;
    private Tables _tables;

    public AccountStage(AccountEngine engine, Tables tables, CommitMemory commits)
    {
        _engine = engine;
        _commits = commits;
        _tables = tables;
        _step = new AccountStep { Activity = _activity, Tables = tables, Findings = _ledger };
        _before = new byte[engine.BlockSize];
        Accounts = new AccountStore(engine.BlockSize);
    }

    public AccountStore Accounts { get; }

    /// <summary>Everything at or before it is sealed, Unix ms.</summary>
    public long SealedEdge { get; private set; } = long.MinValue;

    /// <summary>Told of an account whose published findings are now these.</summary>
    public required Action<int, ImmutableArray<Finding>> Changed { get; init; }

    /// <summary>Told of what a step says to artefacts and to the tenant. The lists are reused.</summary>
    public required Action<int, List<Sighting>, List<TenantReport>> Said { get; init; }

    /// <summary>Told of an event whose step throws; the account is as before it.</summary>
    public required Action<TailEvent, Origin, Exception> Poisoned { get; init; }

    /// <summary>Told of a step before it is made; for tests, which end the process there.</summary>
    public Action<int, Position>? Stepping { get; init; }

    internal IReadOnlyDictionary<int, Tail> Tails => _tails;

    /// <summary>Memory that tails take, bytes: their events, and a state of each account that has one.</summary>
    public long Waiting => _tailBytes + (long)_tails.Count * _engine.BlockSize;

    /// <summary>The entity's bytes for a snapshot: name, newest day, block, sealed findings, tail.</summary>
    public void Save(int account, ByteWriter to, FactBytes facts)
    {
        ref var slot = ref Accounts.Slot(account);
        to.Block(Encoding.UTF8.GetBytes(slot.Name));
        to.Int32(slot.LastDay);
        to.Block(Accounts.Block(account));
        to.Block(facts.Of(SealedFindings(account)));
        var events = _tails.TryGetValue(account, out var tail) ? tail.Events : [];
        to.Int32(events.Count);
        foreach (var item in events) item.Save(to);
    }

    /// <summary>Puts an entity back; its tail is stepped with the next <see cref="Replay"/>.</summary>
    public void Load(Key128 key, long applied, ReadOnlySpan<byte> payload, Func<string, Rule?> ruleOf)
    {
        var reader = new ByteReader(payload);
        var account = Accounts.Add(key, Encoding.UTF8.GetString(reader.Block()));
        ref var slot = ref Accounts.Slot(account);
        slot.Applied = applied;
        // The first cycle of a new owner writes everything under its own epoch.
        slot.Dirty = true;
        slot.LastDay = reader.Int32();
        reader.Block().CopyTo(Accounts.Block(account));
        var findings = FactCodec.ReadFindings(reader.Block(), ruleOf);
        if (!findings.IsEmpty) _sealed[account] = findings;
        if (slot.LastDay != int.MinValue) Open(account, slot.LastDay);
        var events = reader.Int32();
        if (events > 0)
        {
            var tail = new Tail();
            for (var i = 0; i < events; i++) Insert(tail, TailEvent.Load(ref reader));
            _tails.Add(account, tail);
            _due.Enqueue(account, tail.First.Time);
            MarkStale(account, tail);
        }
        else
        {
            Tell(account, findings);
        }
    }

    /// <summary>Other settings and tables hold from here on; the layout of the state is the same.</summary>
    public void Use(AccountEngine engine, Tables tables)
    {
        _engine = engine;
        _tables = tables;
        _step.Tables = tables;
    }

    /// <summary>The edge that the snapshot's header names.</summary>
    public void RestoreEdge(long sealedEdge) => SealedEdge = sealedEdge;

    /// <summary>An earlier owner found that this event cannot be stepped.</summary>
    public void Skip(int source, Position position) => _skipped.Add((source, position));

    public bool IsSkipped(int source, Position position) => _skipped.Count > 0 && _skipped.Contains((source, position));

    /// <summary>The account's state as now known: behind its tail, where it has one.</summary>
    public Span<byte> Newest(int account) =>
        _tails.TryGetValue(account, out var tail) && !tail.Stale ? tail.Block : Accounts.Block(account);

    public ImmutableArray<Finding> SealedFindings(int account) => _sealed.GetValueOrDefault(account, []);

    public int AccountOf(Key128 key, Utf8Text name)
    {
        var index = Accounts.Find(key);
        return index >= 0 ? index : Accounts.Add(key, name.ToString());
    }

    /// <summary>Nothing of the account waits or stands open, and nothing was found: all that it is is its block.</summary>
    public bool IsAtRest(int account, int today) =>
        Accounts.Slot(account).LastDay < today && !_tails.ContainsKey(account) && !_sealed.ContainsKey(account)
        && (_openDays.Count == 0 || _openDays.First().Key >= today);

    public void Forget(int account)
    {
        _told.Remove(account);
        Accounts.Remove(account);
    }

    /// <summary>
    /// Applies events, sorted by (time, id) and each newer than the sealed edge, then moves the edge. What they mean for
    /// provisional state is known after <see cref="Replay"/>.
    /// </summary>
    public void Apply(ReadOnlySpan<PendingEvent> events, byte[] buffer, long newEdge)
    {
        foreach (ref readonly var item in events)
        {
            if (item.Time <= newEdge) StepSealed(item, buffer);
            else StepTail(item, buffer);
        }

        Seal(newEdge);
    }

    /// <summary>An event that came after its time was sealed.</summary>
    public void ApplyLate(in PendingEvent item, byte[] buffer)
    {
        Load(item.Account, buffer, item.Start, item.Length);
        Step(item.Account, item.Tail(default), Accounts.Block(item.Account), late: true);
        Accounts.Slot(item.Account).Dirty = true;
        Say(item.Account);
        if (_tails.TryGetValue(item.Account, out var tail)) MarkStale(item.Account, tail);
        else Publish(item.Account);
    }

    private void StepSealed(in PendingEvent item, byte[] buffer)
    {
        if (_tails.TryGetValue(item.Account, out var tail))
        {
            var next = item.Tail(default);
            while (tail.Count > 0 && tail.First.CompareTo(next) < 0) SealFirst(item.Account, tail);
            // What the tail already stepped through began without this event.
            if (tail.Count > 0) MarkStale(item.Account, tail);
            else Drop(item.Account, tail);
        }

        Load(item.Account, buffer, item.Start, item.Length);
        Step(item.Account, item.Tail(default), Accounts.Block(item.Account), late: false);
        Sealed(item.Account, item.Time);
        // With a tail behind it, its findings go out with the replay; what it says to artefacts was never said before.
        if (_tails.ContainsKey(item.Account)) Say(item.Account);
        else Publish(item.Account);
    }

    private void StepTail(in PendingEvent item, byte[] buffer)
    {
        if (!_tails.TryGetValue(item.Account, out var tail)) _tails.Add(item.Account, tail = new Tail());
        if (tail.IsFull)
        {
            _overflowed++;
            SealFirst(item.Account, tail);
        }

        Accounts.Slot(item.Account).Dirty = true;
        var last = Insert(tail, item.Tail(buffer.AsSpan(item.Start, item.Length).ToArray()));
        if (tail.Count == 1 || tail.First.Time == item.Time) _due.Enqueue(item.Account, tail.First.Time);
        if (!last || tail.Stale)
        {
            MarkStale(item.Account, tail);
            return;
        }

        _ledger.Reset(tail.Findings);
        Load(item.Account, buffer, item.Start, item.Length);
        Step(item.Account, item.Tail(default), tail.Block, late: false);
        tail.Findings = _ledger.Current;
        Publish(item.Account, tail.Findings);
    }

    private void Seal(long newEdge)
    {
        if (newEdge <= SealedEdge) return;
        while (_due.TryPeek(out var account, out var time) && time <= newEdge)
        {
            _due.Dequeue();
            if (!_tails.TryGetValue(account, out var tail)) continue;
            while (tail.Count > 0 && tail.First.Time <= newEdge) SealFirst(account, tail);
            if (tail.Count > 0) _due.Enqueue(account, tail.First.Time);
            else Drop(account, tail);
        }

        SealedEdge = newEdge;
        CloseDays(newEdge);
    }

    /// <summary>
    /// A day is over once the edge is in the next one: its accounts are judged even if nothing of theirs comes any
    /// more.
    /// </summary>
    private void CloseDays(long edge)
    {
        var today = EpochDay.Of(edge);
        while (_openDays.Count > 0)
        {
            var (day, accounts) = _openDays.First();
            if (day >= today) return;
            _openDays.Remove(day);
            foreach (var account in accounts)
            {
                _ledger.Reset(SealedFindings(account));
                About(account);
                _engine.Advance(Accounts.Block(account), _step, today);
                Keep(account);
                Accounts.Slot(account).Dirty = true;
                Say(account);
                if (_tails.TryGetValue(account, out var tail)) MarkStale(account, tail);
                else Publish(account);
            }
        }
    }

    private void SealFirst(int account, Tail tail)
    {
        var first = tail.TakeFirst();
        _tailBytes -= first.Size;
        Load(account, first.Bytes, 0, first.Bytes.Length);
        Step(account, first, Accounts.Block(account), late: false);
        Sealed(account, first.Time);
        // What it says was said when it was provisional, unless an earlier event came since.
        if (tail.Stale) Say(account);
        else Hush();
    }

    /// <summary>
    /// Events sealed before their time since the last call, as their tails were full: what comes before them later is
    /// out of order.
    /// </summary>
    public long TakeOverflowed()
    {
        var overflowed = _overflowed;
        _overflowed = 0;
        return overflowed;
    }

    /// <summary>Sealed findings that made room for others since the last call.</summary>
    public long TakeForgotten()
    {
        var forgotten = _forgotten;
        _forgotten = 0;
        return forgotten;
    }

    /// <summary>
    /// Steps tails again that an earlier event came before. Apart from <see cref="Apply"/>, since a tail is as long as
    /// sources are apart: once for all that came, not for every frame.
    /// </summary>
    public void Replay()
    {
        foreach (var account in _stale)
        {
            if (!_tails.TryGetValue(account, out var tail) || !tail.Stale) continue;
            if (tail.Block.Length == 0) tail.Block = new byte[_engine.BlockSize];
            Accounts.Block(account).CopyTo(tail.Block);
            tail.Findings = SealedFindings(account);
            foreach (var item in tail.Events)
            {
                _ledger.Reset(tail.Findings);
                Load(account, item.Bytes, 0, item.Bytes.Length);
                Step(account, item, tail.Block, late: false);
                tail.Findings = _ledger.Current;
            }

            tail.Stale = false;
            Publish(account, tail.Findings);
        }

        _stale.Clear();
    }

    /// <summary>
    /// One step on a block, or nothing at all: a step that throws leaves block and ledger as they were.
    /// </summary>
    private void Step(int account, in TailEvent item, Span<byte> block, bool late)
    {
        if (IsSkipped(item.Source, item.Position)) return;
        Stepping?.Invoke(item.Source, item.Position);
        var isSealed = !_tails.TryGetValue(account, out var tail) || !block.Overlaps(tail.Block);
        if (isSealed) _ledger.Reset(SealedFindings(account));
        _ledger.TakeForgotten();
        block.CopyTo(_before);
        var findings = _ledger.Current;
        try
        {
            About(account);
            _step.AlreadyPushed = (item.Flags & EventFlags.AlreadyPushed) != 0;
            _step.FirstSeenCommits = _commits.AnyFirst(_activity);
            if (late) _engine.Late(block, _step);
            else _engine.Step(block, _step);
            if (isSealed) Keep(account);
        }
        catch (Exception e)
        {
            _before.CopyTo(block);
            _ledger.Reset(findings);
            Hush();
            _skipped.Add((item.Source, item.Position));
            Poisoned(item, _activity.Origin, e);
        }
    }

    private void Load(int account, byte[] buffer, int start, int length)
    {
        ActivityCodec.Read(buffer, start, length, _activity);
        _activity.Account = Accounts.Slot(account).Key;
    }

    private void About(int account)
    {
        ref var slot = ref Accounts.Slot(account);
        _step.Account = slot.Key;
        _step.AccountName = slot.Name;
        _step.Facts = _tables.Directory?.Find(slot.Key);
    }

    private void Keep(int account)
    {
        _forgotten += _ledger.TakeForgotten();
        if (_ledger.Current.Length > 0 && !_ledger.Current.Equals(SealedFindings(account))) _sealed[account] = _ledger.Current;
    }

    private void Sealed(int account, long time)
    {
        ref var slot = ref Accounts.Slot(account);
        slot.Dirty = true;
        var day = EpochDay.Of(time);
        if (day <= slot.LastDay) return;
        slot.LastDay = day;
        Open(account, day);
    }

    private void Open(int account, int day)
    {
        if (!_openDays.TryGetValue(day, out var accounts)) _openDays.Add(day, accounts = []);
        accounts.Add(account);
    }

    private bool Insert(Tail tail, in TailEvent item)
    {
        _tailBytes += item.Size;
        return tail.Insert(item);
    }

    private void MarkStale(int account, Tail tail)
    {
        tail.Stale = true;
        _stale.Add(account);
    }

    private void Drop(int account, Tail tail)
    {
        _tails.Remove(account);
        // Its last provisional outcome is now the sealed one; what differs (a day closed meanwhile) goes out.
        if (!tail.Findings.Equals(SealedFindings(account))) Publish(account);
    }

    private void Hush()
    {
        _step.ForgetSightings();
        _step.Reports.Clear();
    }

    private void Say(int account)
    {
        if (_step.Sightings.Count > 0 || _step.Reports.Count > 0) Said(account, _step.Sightings, _step.Reports);
        Hush();
    }

    private void Publish(int account) => Publish(account, SealedFindings(account));

    private void Publish(int account, ImmutableArray<Finding> findings)
    {
        Say(account);
        Tell(account, findings);
    }

    /// <summary>Nearly every step leaves the findings as they were: then nobody is told again.</summary>
    private void Tell(int account, ImmutableArray<Finding> findings)
    {
        if (findings.Equals(_told.GetValueOrDefault(account, []))) return;
        _told[account] = findings;
        Changed(account, findings);
    }
}

/// <summary>An event of the frame at hand: where its bytes stand in the batch's buffer.</summary>
public readonly record struct PendingEvent(
    long Time, Key128 EventKey, int Account, int Start, int Length, int Source, Position Position,
    EventFlags Flags) : IComparable<PendingEvent>
{
    public int CompareTo(PendingEvent other) => Time != other.Time ? Time.CompareTo(other.Time) : EventKey.CompareTo(other.EventKey);

    internal TailEvent Tail(byte[]? bytes) => new(Time, EventKey, bytes ?? [], Source, Position, Flags);
}
