using System.Text;
using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Snapshots;

namespace Streams.Simulation.Service;

/// <summary>What must hold between the logs themselves when all is over.</summary>
internal sealed class Promises(Broker broker, DocumentStore delivered, int shards, int evidencePerDay)
{
    private const long OffsetMask = (1L << 44) - 1;
    private static ReadOnlySpan<byte> FindingId => "\"id\":\"f-"u8;

    public IEnumerable<string> Broken() =>
        Enumerable.Range(0, shards).SelectMany(Unpublished).Concat(Forgotten()).Concat(ToldOtherwise()).Concat(Overfull());

    /// <summary>Events that were told and are withdrawn: others of their day have a lower hash.</summary>
    public int Displaced => delivered.All().Count(d => d.Kind == "event" && EventJson.ReadWithdrawn(d.Json) is not null);

    /// <summary>
    /// A finding that was shown once and is not any more was withdrawn: nobody else would take it from an index.
    /// </summary>
    private IEnumerable<string> Forgotten()
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < shards; i++)
            foreach (var record in broker.Of(new Partition(Topics.Results, i)).All()) FindingsOf(record.Span, shown);
        shown.ExceptWith(delivered.Accounts().SelectMany(a => a.Findings).Select(f => f.Id));
        shown.ExceptWith(delivered.All().Where(d => d.Kind == "finding").Select(d => d.Id));
        return shown.Order(StringComparer.Ordinal).Select(id => $"finding {id} is gone and was not withdrawn");
    }

    /// <summary>A transition of an alert is one thing that on-call hears, and a later one stands in a later version.</summary>
    private IEnumerable<string> ToldOtherwise()
    {
        var alerts = Enumerable.Range(0, shards + 1).SelectMany(i => broker.Of(new Partition(Topics.Results, i)).All())
            .Select(r => DocumentRecord.Read(r.Span)).Where(d => d.Kind == "alert" && d.Json.Length > 0)
            .Select(d => (d.Version, Alert: AlertJson.Read(d.Json))).ToList();
        foreach (var one in alerts.GroupBy(a => (a.Alert.Id, a.Alert.Transition)))
            if (one.Select(a => (a.Alert.Kind, a.Alert.Status, a.Alert.Updated)).Distinct().Count() > 1)
                yield return $"transition {one.Key.Transition} of alert {one.Key.Id} is told in more than one way: "
                    + string.Join(", ", one.Select(a => $"{a.Alert.Kind} {a.Alert.Status} {a.Alert.Updated} by {a.Version & OffsetMask}"));
        foreach (var one in alerts.GroupBy(a => a.Alert.Id))
        {
            var transitions = one.OrderBy(a => a.Version).Select(a => a.Alert.Transition).ToList();
            if (!transitions.SequenceEqual(transitions.Order())) yield return $"alert {one.Key} goes back";
        }
    }

    /// <summary>
    /// Of all events that anybody ever told of an account's day those with the lowest hash stand, whoever told them and
    /// however often the work changed hands.
    /// </summary>
    private IEnumerable<string> Overfull()
    {
        var told = new Dictionary<string, (string Account, long Day)>(StringComparer.Ordinal);
        for (var i = 0; i < shards; i++)
        {
            foreach (var record in broker.Of(new Partition(Topics.Results, i)).All())
            {
                var document = DocumentRecord.Read(record.Span);
                if (document.Kind != "event" || EventJson.ReadWithdrawn(document.Json) is not null) continue;
                var seen = EventJson.Read(document.Json);
                told[document.Id] = (seen.Account, EpochDay.Of(seen.Time));
            }
        }

        var stand = delivered.All().Where(d => d.Kind == "event" && EventJson.ReadWithdrawn(d.Json) is null).Select(d => d.Id).ToHashSet();
        foreach (var day in told.GroupBy(e => e.Value, e => e.Key).OrderBy(d => d.Key))
        {
            var lowest = day.Order(StringComparer.Ordinal).Take(evidencePerDay).ToList();
            if (!stand.Intersect(day).ToHashSet().SetEquals(lowest))
                yield return $"of {day.Count()} events told of day {day.Key.Day} of {day.Key.Account} there stand "
                    + $"{string.Join(", ", stand.Intersect(day).Order(StringComparer.Ordinal))} and not {string.Join(", ", lowest)}";
        }
    }

    private static void FindingsOf(ReadOnlySpan<byte> document, HashSet<string> to)
    {
        for (int at; (at = document.IndexOf(FindingId)) >= 0;)
        {
            document = document[(at + FindingId.Length - 2)..];
            to.Add(Encoding.ASCII.GetString(document[..document.IndexOf((byte)'"')]));
        }
    }

    /// <summary>What a snapshot holds as published is on the log, or something newer is.</summary>
    private IEnumerable<string> Unpublished(int shard)
    {
        var newest = new Dictionary<string, ResultDocument>(StringComparer.Ordinal);
        foreach (var record in broker.Of(new Partition(Topics.Results, shard)).All())
        {
            var document = DocumentRecord.Read(record.Span);
            var isNewer = !newest.TryGetValue(document.Entity, out var known) || known.Version <= document.Version;
            if (isNewer) newest[document.Entity] = document;
        }

        foreach (var record in broker.Of(new Partition(Topics.State, shard)).Live())
        {
            if (SnapshotRecord.KindOf(record.Key) != EntityKind.Case || !TryRead(record, out var snapshot)) continue;
            var (account, json) = Published(snapshot);
            if (json.Length == 0 || (newest.TryGetValue(account, out var last) && (last.Version & OffsetMask) > snapshot.Applied)) continue;
            if (last is null || !last.Json.AsSpan().SequenceEqual(json)) yield return $"a snapshot of shard {shard} holds an {account} that is not on the log";
        }
    }

    private static (string Entity, byte[] Json) Published(in SnapshotRecord record)
    {
        var from = new ByteReader(record.Payload);
        var name = Encoding.UTF8.GetString(from.Block());
        from.Int64();
        from.Block();
        for (var artefacts = from.Int32(); artefacts > 0; artefacts--)
        {
            from.Take(16);
            from.Int64();
            from.Block();
        }

        return ($"account:{name}", from.Block().ToArray());
    }

    private static bool TryRead(in LogRecord record, out SnapshotRecord snapshot)
    {
        try
        {
            snapshot = SnapshotRecord.Decode(record.Span);
            return true;
        }
        catch (InvalidDataException)
        {
            snapshot = default;
            return false;
        }
    }
}
