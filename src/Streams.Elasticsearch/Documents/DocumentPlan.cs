using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Bulk;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Documents;

/// <summary>
/// What documents of the results log become: an account its own document, one for each finding and, from level medium,
/// its evidence and the day's score. Of several for one id the newest version is written.
/// </summary>
internal sealed class DocumentPlan(IndexNames names, TimeProvider time)
{
    private readonly Dictionary<(string Index, string Id), BulkItem> _items = [];
    private readonly List<SetAside> _unreadable = [];

    public IReadOnlyCollection<BulkItem> Items => _items.Values;

    /// <summary>What this program cannot read: it is set aside under its entity, with no index.</summary>
    public IReadOnlyList<SetAside> Unreadable => _unreadable;

    public void Add(ResultDocument document)
    {
        try
        {
            switch (document.Kind)
            {
                case "account" when document.Json.Length == 0:
                    Close(names.Accounts, document);
                    break;
                case "account":
                    Account(HuntJson.ReadAccount(document.Json), document.Version);
                    break;
                case "ring" when document.Json.Length == 0:
                    Close(names.Rings, document);
                    break;
                case "ring":
                    Put(names.Rings, document.Id, document.Version, RingEcs.Of(HuntJson.ReadRing(document.Json)));
                    break;
                case "finding":
                    Withdraw(HuntJson.ReadWithdrawn(document.Json), document.Version);
                    break;
                case "alert":
                    var (alert, opened) = AlertEcs.Of(document.Json);
                    Put(names.Alerts(opened), document.Id, document.Version, alert);
                    break;
                case "event" when EventJson.ReadWithdrawn(document.Json) is { } gone:
                    Put(new BulkItem(names.Evidence(gone.Day), IndexNames.Id(document.Id), document.Version, []) { IsClosing = true });
                    break;
                case "event":
                    var seen = EventJson.Read(document.Json);
                    Put(names.Evidence(seen.Time), document.Id, document.Version, EvidenceEcs.Of(seen));
                    break;
                case "source":
                    Put(names.Sources, document.Id, document.Version, SourceEcs.Of(EventJson.ReadSource(document.Json)));
                    break;
                default:
                    throw new FormatException($"'{document.Kind}' is no kind of document that this program knows");
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            _unreadable.Add(new SetAside(
                "", document.Entity, document.Version, document.Json, e.Message, time.GetUtcNow().ToUnixTimeMilliseconds()));
        }
    }

    private void Account(AccountDocument account, long version)
    {
        Put(names.Accounts, account.Account, version, AccountEcs.Of(account));
        var hasEvidence = Common.HasEvidence(account);
        foreach (var finding in account.Findings)
        {
            Put(names.Findings(finding.Time), finding.Id, version, FindingEcs.Of(finding, account));
            if (!hasEvidence) continue;
            foreach (var evidence in finding.Evidence)
                Put(
                    names.Evidence(evidence.Time), EvidenceEcs.IdOf(finding, evidence), version,
                    EvidenceEcs.Of(evidence, finding, account));
        }

        if (hasEvidence && AccountEcs.At(account) is { } at)
            Put(names.Scores(at), ScoreEcs.IdOf(account, at), version, ScoreEcs.Of(account, at));
    }

    private void Withdraw(WithdrawnFinding withdrawn, long version)
    {
        var finding = withdrawn.Finding;
        Put(names.Findings(finding.Time), finding.Id, version, FindingEcs.Of(withdrawn));
        // Its evidence is withdrawn where it was written at all: an account may never have come to medium.
        foreach (var evidence in finding.Evidence)
            Put(new BulkItem(names.Evidence(evidence.Time), EvidenceEcs.IdOf(finding, evidence), version, []) { IsClosing = true });
    }

    /// <summary>The entity is no longer shown. What is stored of it stays, as withdrawn.</summary>
    private void Close(string index, ResultDocument document)
    {
        var bare = new EcsDocument();
        bare.Time("@timestamp", time.GetUtcNow().ToUnixTimeMilliseconds());
        bare.Set("event.kind", "state");
        bare.Set(document.Kind == "ring" ? "streams.ring.id" : "user.name", document.Id);
        bare.Set(Common.Status, Common.Withdrawn);
        Put(new BulkItem(index, IndexNames.Id(document.Id), document.Version, bare.ToBytes()) { IsClosing = true });
    }

    private void Put(string index, string id, long version, EcsDocument document) =>
        Put(new BulkItem(index, IndexNames.Id(id), version, document.ToBytes()));

    private void Put(BulkItem item)
    {
        var key = (item.Index, item.Id);
        if (_items.TryGetValue(key, out var known))
        {
            if (known.Version > item.Version) (known, item) = (item, known);
            if (item.IsClosing && !known.IsClosing)
                item = item with { Body = Withdrawn(JsonNode.Parse(known.Body)), IsClosing = false };
        }

        _items[key] = item;
    }

    public static byte[] Withdrawn(JsonNode? stored)
    {
        var document = stored as JsonObject ?? [];
        if (document["streams"] is not JsonObject streams) document["streams"] = streams = [];
        streams["status"] = Common.Withdrawn;
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }
}
