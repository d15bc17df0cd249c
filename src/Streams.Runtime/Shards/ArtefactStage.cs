using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Shards;

/// <summary>
/// The artefacts of a shard: newest sightings in, what sharing says of accounts and rings out, when it changed.
/// </summary>
public sealed class ArtefactStage(PipelineContext context, FactOutbox outbox)
{
    private readonly Dictionary<Key128, ArtefactState> _artefacts = [];
    private readonly Dictionary<Key128, Told> _said = [];
    private readonly HashSet<Key128> _touched = [];
    private readonly HashSet<Key128> _dirty = [];
    private readonly FactBytes _bytes = new();
    private readonly GoneKeys _gone = new();
    private long _forgotten;
    private int _expiredDay;
    private Sighting? _spare;
    private PipelineContext _context = context;

    public int Count => _artefacts.Count;

    /// <param name="artefact">Who is told.</param>
    /// <param name="sighting">The fact as it was sent.</param>
    public void Apply(Key128 artefact, ReadOnlySpan<byte> sighting)
    {
        if (!_artefacts.TryGetValue(artefact, out var state)) _artefacts.Add(artefact, state = new ArtefactState(artefact));
        if (!state.Apply(FactCodec.ReadSighting(sighting, state, _spare), out _spare)) return;
        _touched.Add(artefact);
        _dirty.Add(artefact);
        if (_artefacts.Count > _context.Shard.ArtefactsMax) Forget(_artefacts.Count - _context.Shard.ArtefactsMax * 15 / 16);
    }

    /// <summary>
    /// Once a day of event time: artefacts at which nobody was seen for so long go. What they said stays with the cases,
    /// where it has decayed: nobody takes it back.
    /// </summary>
    public void Expire(long newest)
    {
        if (_context.Shard.KeepArtefactsMs == 0 || EpochDay.Of(newest) <= _expiredDay) return;
        _expiredDay = EpochDay.Of(newest);
        foreach (var (artefact, state) in _artefacts)
            if (state.Last < newest - _context.Shard.KeepArtefactsMs && !_touched.Contains(artefact)) Forget(artefact);
    }

    /// <summary>Artefacts that went since the last call, for the snapshots.</summary>
    public IReadOnlyList<Key128> TakeGone() => _gone.Take();

    /// <summary>How many went since the last call.</summary>
    public long TakeForgotten()
    {
        var forgotten = _forgotten;
        _forgotten = 0;
        return forgotten;
    }

    /// <summary>A full map lets go what was not seen for longest, a sixteenth at a time.</summary>
    private void Forget(int count)
    {
        foreach (var artefact in _artefacts.OrderBy(pair => pair.Value.Last).ThenBy(pair => pair.Key).Take(count)
            .Select(pair => pair.Key).ToList())
            Forget(artefact);
    }

    private void Forget(Key128 artefact)
    {
        _artefacts.Remove(artefact);
        _said.Remove(artefact);
        _touched.Remove(artefact);
        _dirty.Remove(artefact);
        _gone.Add(artefact);
        _forgotten++;
    }

    /// <summary>Other tables and settings: whoever is shared is judged anew.</summary>
    public void Use(PipelineContext context)
    {
        _context = context;
        foreach (var (artefact, state) in _artefacts)
            if (state.Sightings.Count > 1) _touched.Add(artefact);
    }

    /// <summary>Artefacts changed since the last snapshot cycle, each with its bytes.</summary>
    public IEnumerable<(Key128 Artefact, byte[] Payload)> Save()
    {
        foreach (var artefact in _dirty.Order()) yield return (artefact, _bytes.Of(_artefacts[artefact]).ToArray());
        _dirty.Clear();
    }

    /// <summary>Puts an artefact back; it says everything again, which changes nothing for who heard it.</summary>
    public void Load(Key128 artefact, ReadOnlySpan<byte> payload)
    {
        _artefacts[artefact] = FactCodec.ReadArtefact(payload);
        _touched.Add(artefact);
        _dirty.Add(artefact);
    }

    /// <summary>Judges what changed. One account alone says nothing, which most artefacts are.</summary>
    public void Evaluate(ILog log, long version)
    {
        if (_touched.Count == 0) return;
        foreach (var artefact in _touched.Order())
        {
            var state = _artefacts[artefact];
            _said.TryGetValue(artefact, out var before);
            if (state.Sightings.Count < 2 && before is null) continue;
            var verdict = state.Evaluate(FactsOf, _context.Set.Sharing);
            _said[artefact] = Tell(log, artefact, before, verdict, version);
        }

        _touched.Clear();
    }

    /// <summary>What was last said, as it went out: bytes are compared, since that is what others have.</summary>
    private sealed record Told(SortedDictionary<Key128, byte[]> Findings, EdgeFact Edge);

    private Told Tell(ILog log, Key128 artefact, Told? before, ArtefactVerdict verdict, long version)
    {
        var now = new Told([], verdict.Edge);
        foreach (var (account, findings) in verdict.Findings)
        {
            var body = _bytes.Of(findings);
            var earlier = before?.Findings.GetValueOrDefault(account);
            var isKnown = body.SequenceEqual(earlier);
            if (!isKnown) outbox.ToShard(log, FactType.ArtefactFindings, artefact, account, version, body);
            // A verdict is mostly the one before with other times in it.
            if (!isKnown && earlier?.Length == body.Length) body.CopyTo(earlier);
            now.Findings[account] = earlier?.Length == body.Length ? earlier : body.ToArray();
        }

        foreach (var account in before?.Findings.Keys ?? Enumerable.Empty<Key128>())
            if (!now.Findings.ContainsKey(account))
                outbox.ToShard(log, FactType.ArtefactFindings, artefact, account, version, _bytes.Of(ImmutableArray<Finding>.Empty));

        if (before is null || !(before.Edge with { Version = 0 }).Equals(now.Edge with { Version = 0 }))
            outbox.ToRing(log, FactType.Edges, artefact, version, _bytes.Of(now.Edge with { Version = version }));
        return now;
    }

    private DirectoryRow? FactsOf(Key128 account) => _context.Tables.Directory?.Find(account);
}
