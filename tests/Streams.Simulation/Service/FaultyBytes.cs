using System.Buffers;
using System.Buffers.Binary;
using Streams.Core.Activities;
using Streams.Core.Scoring;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Simulation.Service;

/// <summary>
/// A planted fault as the log shows it: what goes to it, comes from it or is answered differs as if the code were
/// wrong, and the code stays as it is.
/// </summary>
internal sealed class FaultyBytes(Fault fault)
{
    private const int KindAt = 12;
    private readonly Dictionary<Partition, List<(byte[], byte[]?)>> _heldBack = [];
    private readonly HashSet<(Partition, long)> _cleared = [];
    private readonly Dictionary<Partition, byte[]> _claims = [];
    private readonly HashSet<string> _claimed = [];

    public Fault Fault => fault;

    public bool BarrierAtOnce(ActorRef actor) => fault switch
    {
        Fault.CommitBeforeAcknowledgement => actor.Name.StartsWith("ingest", StringComparison.Ordinal),
        Fault.BarrierNotAwaitedBeforeSnapshot => !actor.Name.StartsWith("ingest", StringComparison.Ordinal),
        _ => false,
    };

    public bool IsLost(Partition partition, SeededRandom random) =>
        fault == Fault.LostAppendAcknowledged && partition.Topic == Topics.Flow && random.Next(200) == 0;

    public long From(Partition partition, long from) =>
        fault == Fault.ReplayBeginsLate && partition.Topic == Topics.Flow && from > 0 ? from + 1 : from;

    public IEnumerable<(byte[] Value, byte[]? Key)> Appended(Broker broker, Partition to, byte[] value, byte[]? key)
    {
        if (fault == Fault.None) return [(value, key)];
        if (to.Topic == Topics.State && key is not null) return State(broker, to, value, key);
        if (to.Topic == Topics.Quarantine && fault == Fault.QuarantineForgotten) return [];
        if (to.Topic != Topics.Flow) return [(value, key)];
        var kind = (FrameKind)value[5];
        if (fault == Fault.ClaimNotAwaited && kind == FrameKind.Claim) _claims[to] = value;
        if (fault == Fault.IdleNotLogged && kind == FrameKind.Events) value = Resealed(value, kind, v => v[52] = 0);
        if (fault == Fault.StewardsNotOrdered && kind is (FrameKind.Tables or FrameKind.Sources))
            value = Resealed(value, kind, v => v.AsSpan(v.Length - sizeof(long)).Clear());
        if (fault == Fault.FactWithoutVersion && kind == FrameKind.Facts) value = WithoutVersions(value);
        if (fault == Fault.AggregateNotSent && kind == FrameKind.Facts) value = WithoutAggregates(value);
        return [(value, key)];
    }

    public void Delivered(LogBatch batch, BrokerPartition partition)
    {
        if (fault == Fault.GapAccepted && batch.Partition.Topic == Topics.Flow)
        {
            for (var i = 0; i < batch.Records.Count; i++)
            {
                var record = batch.Records[i];
                if ((FrameKind)record.Span[5] != FrameKind.Events) continue;
                var bytes = Resealed(record.Span.ToArray(), FrameKind.Events,
                    v => BinaryPrimitives.WriteInt64LittleEndian(v.AsSpan(20), -1));
                batch.Records[i] = record with { Buffer = bytes, Start = 0 };
            }
        }

        if (fault == Fault.ClaimNotAwaited) Claim(batch);
        if (fault == Fault.LastGrantWins && batch.Partition == Topics.Decisions)
            batch.Records.RemoveAll(r => IsOutdone(r, partition));
    }

    public IEnumerable<LogRecord> ReadBack(Partition partition, IReadOnlyList<LogRecord> records)
    {
        if (fault == Fault.None || partition.Topic != Topics.State) return [.. records];
        return fault switch
        {
            Fault.DuplicateMemoryNotKept => Without(records, EntityKind.Ids),
            Fault.NamesNotKept => Without(records, EntityKind.Names),
            Fault.CasesNotKept => Without(records, EntityKind.Case),
            Fault.EvidenceNotKept => Without(records, EntityKind.Evidence),
            Fault.LedgersNotKept => Without(records, EntityKind.Alerts),
            Fault.ArtefactsNotKept => Without(records, EntityKind.Artefact),
            Fault.RingFactsNotKept => Without(records, EntityKind.Ring),
            Fault.NightsNotKept => Without(records, EntityKind.Tenant),
            Fault.TailNotKept => [.. records.Select(r => Changed(r, WithoutTail))],
            Fault.MemoryNewerThanHeader => AsOfHeader(records, EntityKind.Ids),
            Fault.EntityOffsetIgnored => AsOfHeader(records, EntityKind.Account),
            Fault.OlderHeaderCounts => HeadersOfOneEpoch(records),
            Fault.RotIgnored => [.. records.Where(r => r.Length == 0 || IsSound(r))],
            _ => [.. records],
        };
    }

    /// <summary>The owner takes the place where it begins to read for its claim's, and not where the claim stands.</summary>
    private void Claim(LogBatch batch)
    {
        batch.Records.RemoveAll(r => r.Length > 0 && _claimed.Contains(Convert.ToHexString(r.Span)));
        if (batch.Records.Count == 0 || !_claims.Remove(batch.Partition, out var claim)) return;
        _claimed.Add(Convert.ToHexString(claim));
        batch.Records.Insert(0, new LogRecord(batch.Records[0].Offset, claim, 0, claim.Length));
    }

    /// <summary>As if a header's epoch did not matter, only how much was applied.</summary>
    private static List<LogRecord> HeadersOfOneEpoch(IReadOnlyList<LogRecord> records)
    {
        static bool IsHeader(LogRecord record) => record.Key is { } key && key[KindAt] == (byte)EntityKind.Header;
        var last = records.Where(IsHeader).GroupBy(r => Convert.ToHexString(r.Key!)).Select(g => g.MaxBy(r => r.Offset))
            .Where(r => r.Length > 0).OrderBy(r => r.Offset).ToList();
        if (last.Count == 0) return [.. records];
        var newest = last.Max(r => SnapshotRecord.EpochOf(r.Key));
        return [.. records.Where(r => !IsHeader(r)), .. last.Select((record, slot) =>
        {
            byte[] key = [.. record.Key!];
            BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(4), newest);
            key[^1] = (byte)slot;
            return record with { Key = key };
        })];
    }

    private static IEnumerable<LogRecord> Without(IReadOnlyList<LogRecord> records, EntityKind kind) =>
        [.. records.Where(r => r.Key is null || r.Key[KindAt] != (byte)kind)];

    private IEnumerable<(byte[], byte[]?)> State(Broker broker, Partition to, byte[] value, byte[] key)
    {
        switch (fault)
        {
            case Fault.ZombieUnderSameKey:
                BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(4), 0);
                return [(value, key)];
            case Fault.HeaderBeforeEntities when value.Length > 0:
                if (!_heldBack.TryGetValue(to, out var held)) _heldBack.Add(to, held = []);
                if (key[KindAt] != (byte)EntityKind.Header)
                {
                    held.Add((value, key));
                    return [];
                }

                var all = held.Prepend((value, key)).ToList();
                held.Clear();
                return all;
            case Fault.OlderEpochsRemovedFirst when _cleared.Add((to, SnapshotRecord.EpochOf(key))):
                return [.. broker.Of(to).Live().Where(r => SnapshotRecord.EpochOf(r.Key) < SnapshotRecord.EpochOf(key))
                    .Select(r => (Array.Empty<byte>(), r.Key)), (value, key)];
            default:
                return [(value, key)];
        }
    }

    public static byte[] Resealed(byte[] frame, FrameKind kind, Action<byte[]> change)
    {
        change(frame);
        var to = new ByteWriter(frame.Length);
        FrameHeader.Begin(to);
        to.Bytes(frame.AsSpan(FrameHeader.Size));
        FrameHeader.End(to, kind);
        return to.ToArray();
    }

    private static byte[] WithoutVersions(byte[] frame)
    {
        var to = new FactFrameWriter();
        var facts = new FactFrameReader(frame);
        var body = new ArrayBufferWriter<byte>();
        while (facts.Next(out var fact))
        {
            body.ResetWrittenCount();
            if (fact.Type == FactType.Edges) FactCodec.Write(body, FactCodec.ReadEdge(fact.Body) with { Version = 0 });
            else if (fact.Type == FactType.Member) FactCodec.Write(body, FactCodec.ReadOwn(fact.Body) with { Version = 0 });
            else body.Write(fact.Body);
            to.Add(fact.Type, fact.Sender, fact.Subject, 0, body.WrittenSpan);
        }

        return to.Finish().ToArray();
    }

    private static byte[] WithoutAggregates(byte[] frame)
    {
        var to = new FactFrameWriter();
        var facts = new FactFrameReader(frame);
        while (facts.Next(out var fact))
            if (fact.Type != FactType.TenantAggregate) to.Add(fact.Type, fact.Sender, fact.Subject, fact.Version, fact.Body);
        return to.Finish().ToArray();
    }

    private static bool IsOutdone(in LogRecord record, BrokerPartition partition)
    {
        if (record.Length == 0 || FrameHeader.Open(record.Span) != FrameKind.Grant) return false;
        var mine = GrantFrame.Decode(record.Span);
        foreach (var other in partition.All())
        {
            if (other.Offset <= record.Offset || other.Length == 0 || FrameHeader.Open(other.Span) != FrameKind.Grant) continue;
            var later = GrantFrame.Decode(other.Span);
            if (later.Source == mine.Source && later.From <= mine.From && later.To > mine.From) return true;
        }

        return false;
    }

    private static bool IsSound(in LogRecord record)
    {
        try
        {
            SnapshotRecord.Decode(record.Span);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static LogRecord Changed(in LogRecord stored, Func<SnapshotRecord, SnapshotRecord> change)
    {
        if (stored.Length == 0 || !IsSound(stored)) return stored;
        var bytes = change(SnapshotRecord.Decode(stored.Span)).Encode();
        return stored with { Buffer = bytes, Start = 0, Length = bytes.Length };
    }

    private static SnapshotRecord WithoutTail(SnapshotRecord record)
    {
        if (record.Kind != EntityKind.Account) return record;
        var from = new ByteReader(record.Payload);
        from.Block();
        from.Int32();
        from.Block();
        from.Block();
        var cut = from.Position;
        return record with { Payload = [.. record.Payload.AsSpan(0, cut), 0, 0, 0, 0] };
    }

    private static IEnumerable<LogRecord> AsOfHeader(IReadOnlyList<LogRecord> records, EntityKind kind)
    {
        var header = records.Where(r => r.Length > 0 && r.Key is not null && r.Key[KindAt] == (byte)EntityKind.Header && IsSound(r))
            .OrderByDescending(r => SnapshotRecord.EpochOf(r.Key)).ThenByDescending(r => r.Offset).FirstOrDefault();
        if (header.Buffer is null) return [.. records];
        var applied = SnapshotRecord.Decode(header.Span).Applied;
        return [.. records.Select(r => Changed(r, s => s.Kind == kind && s.Applied > applied ? s with { Applied = applied } : s))];
    }
}
