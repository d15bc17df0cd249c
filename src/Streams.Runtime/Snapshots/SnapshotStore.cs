using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Snapshots;

/// <summary>What a restore found: the header that says where to go on, and the record that counts of each entity.</summary>
public sealed record Restored(SnapshotRecord Header, IReadOnlyList<SnapshotRecord> Entities, int Corrupt)
{
    /// <summary>
    /// Up to this flow offset all that the state caused was said, and who said it kept what he knew of that: cycles
    /// write that first, so whatever else is newer than the header tells. A state that is ahead must not say it again
    /// in its own way.
    /// </summary>
    public long SaidUntil { get; init; } = -1;
}

/// <summary>
/// Reads and writes the snapshots of one flow partition. A restore takes the header of the highest owner epoch and, of
/// each entity, what stood when it was written, of which the other slot is left where a cycle after it was torn. Where
/// rot left no such state it takes the record with the highest applied offset, whatever its epoch, and the owner skips
/// what is in it; only memories must be as old as the header.
/// </summary>
public sealed class SnapshotStore(int partition)
{
    private readonly Partition _state = new(Topics.State, partition);
    private readonly Dictionary<(EntityKind Kind, Key128 Entity), byte> _slots = [];
    private readonly List<byte[]> _older = [];
    private HashSet<(EntityKind Kind, Key128 Entity)> _gone = [], _goneBefore = [];
    private readonly ByteWriter _key = new(SnapshotRecord.KeySize);
    private readonly ByteWriter _value = new();

    /// <summary>Offset of this owner's claim; part of every key that it writes.</summary>
    public long Epoch { get; set; } = -1;

    public void Write(ILog log, in SnapshotRecord record)
    {
        var key = (record.Kind, record.Entity);
        // Two slots in turn: a record that is torn or rots leaves the one before it.
        var slot = (byte)(1 - _slots.GetValueOrDefault(key, (byte)1));
        _slots[key] = slot;
        _gone.Remove(key);
        _goneBefore.Remove(key);
        _key.Reset();
        _value.Reset();
        SnapshotRecord.WriteKey(_key, partition, Epoch, record.Kind, record.Entity, slot);
        record.Write(_value);
        log.Append(_state, _value.Written, _key.Written);
    }

    /// <summary>The entity is no more; see <see cref="RemoveGone"/>.</summary>
    public void Remove(EntityKind kind, Key128 entity)
    {
        if (_slots.ContainsKey((kind, entity))) _gone.Add((kind, entity));
    }

    /// <summary>
    /// A header stands: what was gone before the one before it goes, both slots. Not earlier: a restore may have to take
    /// the header before, which still rests on it.
    /// </summary>
    public void RemoveGone(ILog log)
    {
        foreach (var (kind, entity) in _goneBefore)
        {
            _slots.Remove((kind, entity));
            for (byte slot = 0; slot < 2; slot++) log.Append(_state, [], SnapshotRecord.Key(partition, Epoch, kind, entity, slot));
        }

        _goneBefore.Clear();
        (_gone, _goneBefore) = (_goneBefore, _gone);
    }

    /// <summary>The first complete cycle of this epoch stands: nothing of an older one is needed any more.</summary>
    public void RemoveOlder(ILog log)
    {
        foreach (var key in _older) log.Append(_state, [], key);
        _older.Clear();
        _older.TrimExcess();
    }

    /// <summary>
    /// Null where no header can be trusted: the owner begins at the start of its partition. A header is good when no
    /// record of its epoch that stands before it is rotten: what such a record held is then not in its other slot, and
    /// only an earlier header, or the whole partition, replays it. Rot behind the header is as a torn cycle. Headers of
    /// older epochs count only while the newest has none, be it rotten: its first took away what they rest on.
    /// </summary>
    public Restored? Restore(ILog log)
    {
        var found = new Dictionary<SnapshotKey, Stored>();
        var rotten = new Dictionary<SnapshotKey, Stored>();
        foreach (var stored in log.ReadAll(_state))
        {
            if (stored.Key is null || stored.Key.Length != SnapshotRecord.KeySize) continue;
            var name = SnapshotKey.Read(stored.Key);
            // The last append of a key counts, also where it is empty, torn or rotten.
            found.Remove(name);
            rotten.Remove(name);
            if (stored.Length == 0) continue;
            try
            {
                found[name] = new Stored(name, stored.Offset, stored.Key, SnapshotRecord.Decode(stored.Span));
            }
            catch (InvalidDataException)
            {
                rotten[name] = new Stored(name, stored.Offset, stored.Key, default);
            }
        }

        _older.AddRange(found.Values.Concat(rotten.Values).Select(f => f.Key));
        var newest = found.Keys.Concat(rotten.Keys).Where(n => n.Kind == EntityKind.Header)
            .Select(n => n.Epoch).DefaultIfEmpty(-1).Max();
        var header = found.Values.Where(f => f.Record.Kind == EntityKind.Header && f.Name.Epoch == newest)
            .OrderByDescending(h => h.Record.Applied)
            .FirstOrDefault(h => !rotten.Values.Any(
                r => r.Name.Epoch == newest && r.Offset < h.Offset && IsMissed(r, found, h.Record.Applied)));
        if (header.Key is null) return null;
        if (AsOf(header, found.Values, rotten.Values) is { } exact) return new Restored(header.Record, exact, rotten.Count);
        var entities = Newest(found.Values.Select(f => f.Record), header.Record.Applied);
        // What was said is not known where it rotted.
        var isKnown = !rotten.Values.Any(r => IsSaid(r.Name.Kind) && r.Offset > header.Offset);
        return new Restored(header.Record, entities, rotten.Count)
        {
            SaidUntil = isKnown ? entities.Where(e => !IsSaid(e.Kind)).Select(e => e.Applied).DefaultIfEmpty(-1).Max() : -1,
        };
    }

    private readonly record struct Stored(SnapshotKey Name, long Offset, byte[] Key, SnapshotRecord Record);

    /// <summary>
    /// Whether a rotten record was its entity's newest: the other slot was not written since, or, of a memory, only
    /// behind the header.
    /// </summary>
    private static bool IsMissed(in Stored rotten, Dictionary<SnapshotKey, Stored> found, long headerApplied)
    {
        if (rotten.Name.Kind == EntityKind.Header) return false;
        return !found.TryGetValue(OtherSlot(rotten.Name), out var sound) || sound.Offset < rotten.Offset
            || (IsMemory(rotten.Name.Kind) && sound.Record.Applied > headerApplied);
    }

    private static List<SnapshotRecord> Newest(IEnumerable<SnapshotRecord> records, long headerApplied)
    {
        var newest = new Dictionary<(EntityKind Kind, Key128 Entity), SnapshotRecord>();
        foreach (var record in records)
        {
            if (record.Kind == EntityKind.Header || (IsMemory(record.Kind) && record.Applied > headerApplied)) continue;
            var key = (record.Kind, record.Entity);
            if (!newest.TryGetValue(key, out var known) || record.Applied >= known.Applied) newest[key] = record;
        }

        return [.. newest.Values.OrderBy(r => r.Kind).ThenBy(r => r.Entity)];
    }

    /// <summary>
    /// As the header's owner wrote them before it: then all that followed is said again as it was. An entity that stands
    /// only behind the header has come since, and comes again. Null where rot took what was before the header, or both
    /// slots were written since.
    /// </summary>
    private static List<SnapshotRecord>? AsOf(Stored header, IEnumerable<Stored> found, IEnumerable<Stored> rotten)
    {
        var entities = new List<SnapshotRecord>();
        foreach (var slots in found.Concat(rotten).Where(f => f.Name.Epoch == header.Name.Epoch && f.Name.Kind != EntityKind.Header)
            .GroupBy(f => (f.Name.Kind, f.Name.Entity)))
        {
            var before = slots.Where(s => s.Offset < header.Offset).OrderBy(s => s.Offset).LastOrDefault();
            if (before.Key is null && slots.Count() == 1) continue;
            if (before.Record.Payload is null) return null;
            entities.Add(before.Record);
        }

        return [.. entities.OrderBy(r => r.Kind).ThenBy(r => r.Entity)];
    }

    private static SnapshotKey OtherSlot(in SnapshotKey name) => name with { Slot = (byte)(1 - name.Slot) };

    private static bool IsSaid(EntityKind kind) => kind is EntityKind.Evidence or EntityKind.Alerts or EntityKind.Case;

    /// <summary>Memories say which events count: from behind the header they would deny what is about to be replayed.</summary>
    private static bool IsMemory(EntityKind kind) => kind is EntityKind.Ids or EntityKind.Commits;
}
