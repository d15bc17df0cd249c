using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Formats;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Shards;

/// <summary>
/// Events of accounts under suspicion, for the map and the timeline of the index. Of an account's day those with the
/// lowest hash of their id stand there, so that order does not decide: one that a lower hash displaces is told as
/// withdrawn. Everybody else's events never leave the log.
/// </summary>
internal sealed class EvidenceStage(PipelineContext context, int shard, Func<long> sealedEdge)
{
    /// <summary>From this level on an account's events go out.</summary>
    private static readonly int From = Odds.Rank("medium");

    private readonly Dictionary<Key128, WatchedAccount> _watched = [];
    private readonly HashSet<Key128> _dirty = [];
    private readonly GoneKeys _gone = new();
    private readonly SortedDictionary<Key128, (string Entity, byte[] Json)> _told = [];
    private PipelineContext _context = context;
    private long _version;

    public int Count => _watched.Count;

    public void Use(PipelineContext context) => _context = context;

    /// <summary>
    /// What a document says of an account. Suspicion is lifted only where a day of the log turns: whoever takes over
    /// tells documents anew, which have decayed a little since, and must tell of the same events as the owner before.
    /// </summary>
    public void Stands(Key128 account, AccountDocument? document, bool isNewDay, long offset)
    {
        var isSuspected = document is not null && Odds.Rank(document.Level) >= From && _context.EvidencePerDay > 0;
        if (!_watched.TryGetValue(account, out var watched))
        {
            if (!isSuspected) return;
            _watched.Add(account, watched = new WatchedAccount { FirstDay = EdgeDay });
        }

        if (offset <= watched.Applied) return;
        CaseStanding? standing = isSuspected ? new CaseStanding(document!.Score, document.Level, document.Ring) : null;
        if (watched.Stands(standing, isNewDay)) _dirty.Add(account);
        if (!isNewDay) return;
        if (watched.Forget(EdgeDay)) _dirty.Add(account);
        if (!watched.IsOver) return;
        _watched.Remove(account);
        _dirty.Remove(account);
        _gone.Add(account);
    }

    /// <summary>Whether events of the account go out, of the frame at that offset.</summary>
    public bool IsSuspected(Key128 account, long offset) =>
        _watched.TryGetValue(account, out var watched) && watched.Standing is not null && offset > watched.Applied;

    /// <summary>An event that is new, of an account under suspicion.</summary>
    public void Tell(Activity activity, string account, long offset)
    {
        var watched = _watched[activity.Account];
        var (takes, displaced) = watched.Take(EpochDay.Of(activity.Time), activity.EventKey, _context.EvidencePerDay);
        if (!takes) return;
        _dirty.Add(activity.Account);
        _version = offset;
        foreach (var (day, key) in displaced) Withdraw(key, day, account);
        var declared = _context.Tables.Directory?.Find(activity.Account);
        var path = _context.SourceNames.PathOf(activity.Origin.Source);
        var standing = watched.Standing!.Value;
        var document = EventDocument.Of(activity, account, declared, path, FormatCatalogue.NameOf(activity.Format)) with
        {
            Score = standing.Score,
            Level = standing.Level,
            Ring = standing.Ring,
        };
        _told[activity.EventKey] = (document.Entity, EventJson.ToBytes(document));
    }

    /// <summary>
    /// What a frame changed goes out when all of it is known: one event is told once a version, and one that was told
    /// and displaced in the same frame not at all.
    /// </summary>
    public void Flush(ILog log)
    {
        if (_told.Count == 0) return;
        foreach (var (entity, json) in _told.Values)
            DocumentRecord.Append(log, shard, entity, _context.DocumentVersion(_version), json);
        _told.Clear();
    }

    /// <summary>What changed since the last call, as of the offset that is in them.</summary>
    public IEnumerable<(Key128 Account, long Applied, byte[] Payload)> SaveChanged(long offset)
    {
        var to = new ByteWriter();
        foreach (var account in _dirty.Order())
        {
            to.Reset();
            _watched[account].Save(to);
            yield return (account, Math.Max(offset, _watched[account].Applied), to.ToArray());
        }

        _dirty.Clear();
    }

    /// <summary>Accounts that are no longer under suspicion and of which no day is remembered, since the last call.</summary>
    public IReadOnlyList<Key128> TakeGone() => _gone.Take();

    public void Load(Key128 account, long applied, ReadOnlySpan<byte> payload)
    {
        if (_context.EvidencePerDay == 0) return;
        _watched[account] = WatchedAccount.Load(payload, applied);
        _dirty.Add(account);
    }

    /// <summary>Days before it are sealed: nothing but late events is still to come of them.</summary>
    private int EdgeDay => sealedEdge() is var edge && edge == long.MinValue ? int.MinValue : EpochDay.Of(edge);

    private void Withdraw(Key128 key, int day, string account)
    {
        if (_told.Remove(key)) return;
        var gone = new WithdrawnEvent { Id = key.ToString(), Day = EpochDay.Start(day), Account = account };
        _told[key] = (gone.Entity, EventJson.ToBytes(gone));
    }
}
