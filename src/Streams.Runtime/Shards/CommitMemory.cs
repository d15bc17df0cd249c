using Streams.Core.Activities;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>
/// Which event of an account showed a commit first, in the order of events and not of arrival: a force-push or a mirror
/// that sends old
/// commits again is nobody's presence. Bounded; beyond the cap the oldest generation is forgotten.
/// </summary>
public sealed class CommitMemory(int commitsMax = 1_000_000)
{
    private const int Pieces = 64;
    private const byte Old = 0, New = 1;
    private Dictionary<Key128, First> _new = [];
    private Dictionary<Key128, First> _old = [];
    private ulong _dirty;

    private readonly record struct First(long Time, Key128 EventKey);

    public long EvictedEarly { get; private set; }

    /// <summary>Called for each event as it arrives, before any of its frame is stepped.</summary>
    public void Note(Activity activity)
    {
        foreach (ref var commit in activity.Commits)
        {
            if (commit.Sha.IsEmpty) continue;
            var key = KeyOf(activity, commit);
            var mine = new First(activity.Time, activity.EventKey);
            if (TryFind(key, out var known) && Compare(known, mine) <= 0) continue;
            if (_new.Count >= commitsMax) Turn();
            _new[key] = mine;
            _dirty |= 1UL << PieceOf(key);
        }
    }

    /// <summary>
    /// Whether the event is the first to show at least one of its commits; true for an event without commits.
    /// </summary>
    public bool AnyFirst(Activity activity)
    {
        if (activity.CommitCount == 0) return true;
        foreach (ref var commit in activity.Commits)
        {
            if (commit.Sha.IsEmpty) return true;
            var key = KeyOf(activity, commit);
            if (!TryFind(key, out var first) || (first.Time == activity.Time && first.EventKey == activity.EventKey)) return true;
        }

        return false;
    }

    /// <summary>Pieces that changed since the last call: commits by hash, so that a piece stays well below 1 MB.</summary>
    public IEnumerable<(Key128 Piece, byte[] Payload)> SaveChanged()
    {
        if (_dirty == 0) yield break;
        var pieces = new ByteWriter?[Pieces];
        foreach (var (generation, commits) in new[] { (Old, _old), (New, _new) })
        {
            foreach (var (commit, first) in commits)
            {
                var piece = PieceOf(commit);
                if ((_dirty & (1UL << piece)) == 0) continue;
                var to = pieces[piece] ??= new ByteWriter();
                to.Byte(generation);
                to.Struct(commit);
                to.Int64(first.Time);
                to.Struct(first.EventKey);
            }
        }

        // A piece that became empty is written too, or the one before it would come back.
        var dirty = _dirty;
        _dirty = 0;
        for (var i = 0; i < Pieces; i++)
            if ((dirty & (1UL << i)) != 0) yield return (new Key128(0, (ulong)i), pieces[i]?.ToArray() ?? []);
    }

    public void Load(ReadOnlySpan<byte> payload)
    {
        var from = new ByteReader(payload);
        while (from.Remaining > 0)
        {
            var generation = from.Byte() == Old ? _old : _new;
            var commit = from.Struct<Key128>();
            generation[commit] = new First(from.Int64(), from.Struct<Key128>());
        }

        _dirty = ulong.MaxValue;
    }

    private static int PieceOf(Key128 commit) => (int)(commit.Hi >> 58);

    /// <summary>
    /// Pushes and commits apart: a git log tells a commit at the committer's time, before the push, whose presence it
    /// must not take.
    /// </summary>
    private static Key128 KeyOf(Activity activity, in Commit commit) =>
        activity.Account.With(Key128.OfFolded(commit.Sha.Span, activity.Kind == ActivityKind.CodeCommit ? 1UL : 0));

    private bool TryFind(Key128 key, out First first) => _new.TryGetValue(key, out first) || _old.TryGetValue(key, out first);

    private void Turn()
    {
        EvictedEarly += _old.Count;
        (_old, _new) = (_new, _old);
        _new.Clear();
        _dirty = ulong.MaxValue;
    }

    private static int Compare(First a, First b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.EventKey.CompareTo(b.EventKey);
}
