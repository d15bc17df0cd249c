using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Shards;

/// <summary>What a shard keeps, and how it comes back.</summary>
public sealed partial class ShardActor : IKept
{
    /// <summary>Newest logged clock, Unix ms; what snapshots are timed by.</summary>
    private long _clock;

    void IKept.SaveChanged(SnapshotStore store, ILog log)
    {
        foreach (var account in _evidence.TakeGone()) store.Remove(EntityKind.Evidence, account);
        foreach (var account in _retention.TakeGone()) store.Remove(EntityKind.Account, account);
        foreach (var artefact in _artefacts.TakeGone()) store.Remove(EntityKind.Artefact, artefact);
        foreach (var account in _names.TakeGone()) store.Remove(EntityKind.Names, account);
        foreach (var piece in _ids?.TakeGone() ?? []) store.Remove(EntityKind.Ids, piece);
        // First what was said and shown: see Restored.SaidUntil.
        foreach (var (account, applied, payload) in _evidence.SaveChanged(_version)) Write(EntityKind.Evidence, account, payload, applied);
        foreach (var (subject, applied, payload) in _cases.SaveAlerts(_version)) Write(EntityKind.Alerts, subject, payload, applied);
        foreach (var (account, payload) in _cases.Save()) Write(EntityKind.Case, account, payload);
        var to = new ByteWriter();
        for (var i = 0; i < _accounts.Accounts.Places; i++)
        {
            ref var slot = ref _accounts.Accounts.Slot(i);
            if (!slot.Dirty) continue;
            slot.Dirty = false;
            to.Reset();
            _accounts.Save(i, to, _bytes);
            // One that came from a snapshot newer than its header is ahead of the shard for a while.
            Write(EntityKind.Account, slot.Key, to.ToArray(), Math.Max(_version, slot.Applied));
        }

        foreach (var (artefact, payload) in _artefacts.Save()) Write(EntityKind.Artefact, artefact, payload);
        foreach (var (account, payload) in _names.SaveChanged()) Write(EntityKind.Names, account, payload);
        foreach (var (piece, payload) in _commits.SaveChanged()) Write(EntityKind.Commits, piece, payload);
        if (_ids is null) return;
        foreach (var (piece, payload) in _ids.SaveChanged()) Write(EntityKind.Ids, piece, payload);

        void Write(EntityKind kind, Key128 entity, byte[] payload, long? applied = null) => store.Write(
            log, new SnapshotRecord(kind, kind == EntityKind.Account ? _layout : (ushort)0, applied ?? _version, entity, payload));
    }

    SnapshotRecord IKept.SaveHeader()
    {
        var to = new ByteWriter();
        to.Struct(_context.Set.Version);
        to.Int64(_clock);
        to.Int64(_toldTime);
        _marks.Save(to);
        to.Int64(_accounts.SealedEdge);
        _cases.SaveAggregates(to);
        to.Int64(_steward.Newest);
        to.Int32(_cases.PublishedDay);
        return new SnapshotRecord(EntityKind.Header, _layout, _version, default, to.ToArray());
    }

    /// <summary>Back to the last snapshot; the offset to go on from.</summary>
    private long Restore(Restored restored)
    {
        if (restored.Header.Layout != _layout)
            throw new InvalidDataException(
                $"the snapshot has state layout {restored.Header.Layout}, this program {_layout}: drain with the older program first");
        var from = new ByteReader(restored.Header.Payload);
        Use(from.Struct<Key128>());
        _clock = from.Int64();
        _toldTime = from.Int64();
        _marks.Load(ref from);
        _accounts.RestoreEdge(from.Int64());
        _cases.LoadAggregates(ref from);
        if (from.Remaining > 0) _steward.Newest = from.Int64();
        if (from.Remaining > 0) _cases.PublishedDay = from.Int32();
        _version = restored.Header.Applied;
        foreach (var entity in restored.Entities)
        {
            switch (entity.Kind)
            {
                case EntityKind.Account:
                    _accounts.Load(entity.Entity, entity.Applied, entity.Payload, RuleOf);
                    break;
                case EntityKind.Artefact:
                    _artefacts.Load(entity.Entity, entity.Payload);
                    break;
                case EntityKind.Case:
                    _cases.Load(entity.Entity, entity.Payload, RuleOf);
                    break;
                case EntityKind.Alerts:
                    _cases.LoadAlert(entity.Payload, entity.Applied);
                    break;
                case EntityKind.Evidence:
                    _evidence.Load(entity.Entity, entity.Applied, entity.Payload);
                    break;
                case EntityKind.Names:
                    _names.Load(entity.Entity, entity.Payload);
                    break;
                case EntityKind.Commits:
                    _commits.Load(entity.Payload);
                    break;
                case EntityKind.Ids:
                    _ids?.Load(entity.Payload);
                    break;
            }
        }

        _accounts.Apply([], [], _accounts.SealedEdge);
        _accounts.Replay();
        _cases.Loaded(_log, _version);
        return restored.Header.Applied + 1;
    }
}
