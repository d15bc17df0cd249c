using System.Buffers;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Alerts;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;

namespace Streams.Runtime.Alerts;

/// <summary>
/// The ledgers of one flow partition's subjects: steps them with every new document and when their time comes, and says
/// what they say.
/// </summary>
internal sealed class AlertBook(int partition, PipelineContext context)
{
    private readonly AlertPolicy? _policy = context.Alerts;
    private readonly SortedDictionary<string, AlertState> _states = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _dirty = new(StringComparer.Ordinal);

    /// <summary>Of ledgers that came from a snapshot newer than its header: the flow offset that they have heard of.</summary>
    private readonly Dictionary<string, long> _ahead = new(StringComparer.Ordinal);

    /// <summary>Told of every step; null while what was told before is told again.</summary>
    public StreamsMetrics? Counts { get; set; }

    /// <summary>Subjects (account or ring id) whose ledger speaks by a time though nothing was heard.</summary>
    public IEnumerable<string> Due(long time) =>
        _policy is null ? [] : _states.Where(s => s.Value.Due(_policy) <= time).Select(s => s.Key).ToList();

    /// <summary>Subjects of which an alert was ever said.</summary>
    public IReadOnlyCollection<string> Known => _states.Keys;

    /// <summary>A ledger hears of an offset once: what it said of it then was durable before it was kept.</summary>
    public void Step(ILog log, AlertInput input, long logTime, long offset)
    {
        if (_policy is null || offset <= _ahead.GetValueOrDefault(input.Subject.Id, -1)) return;
        var before = _states.GetValueOrDefault(input.Subject.Id, AlertState.Empty);
        var step = AlertLedger.Step(before, input, _policy, logTime);
        foreach (var alert in step.Said)
        {
            DocumentRecord.Append(log, partition, $"alert:{alert.Id}", context.DocumentVersion(offset), AlertJson.ToBytes(alert));
            Counts?.Alert(alert.Kind, alert.Disposition);
        }

        if (step.State.Equals(before)) return;
        if (step.State.IsEmpty) _states.Remove(input.Subject.Id);
        else _states[input.Subject.Id] = step.State;
        _dirty.Add(input.Subject.Id);
    }

    /// <summary>What changed since the last call, as of the offset that its ledger has heard of.</summary>
    public IEnumerable<(Key128 Entity, long Applied, byte[] Payload)> SaveChanged(long offset)
    {
        var to = new ArrayBufferWriter<byte>();
        foreach (var subject in _dirty)
        {
            var head = new ByteWriter();
            head.Block(Encoding.UTF8.GetBytes(subject));
            to.ResetWrittenCount();
            to.Write(head.Written);
            _states.GetValueOrDefault(subject, AlertState.Empty).Save(to);
            yield return (Key128.Of(subject), Math.Max(offset, _ahead.GetValueOrDefault(subject, -1)), to.WrittenSpan.ToArray());
        }

        _dirty.Clear();
    }

    public void Load(ReadOnlySpan<byte> payload, long applied)
    {
        var from = new ByteReader(payload);
        var subject = Encoding.UTF8.GetString(from.Block());
        var rest = from.Take(from.Remaining);
        var state = AlertState.Load(ref rest);
        _dirty.Add(subject);
        _ahead[subject] = applied;
        if (!state.IsEmpty) _states[subject] = state;
    }
}
