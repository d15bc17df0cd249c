using System.Buffers;
using Streams.Core.Activities;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;
using Streams.Runtime.Logs;
using Streams.Runtime.Telemetry;

namespace Streams.Runtime.Shards;

/// <summary>
/// What was last said of each account, so that only what differs is said again, and a finding that is gone is told as
/// withdrawn.
/// </summary>
internal sealed class Published(int shard)
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly Dictionary<Key128, byte[]> _json = [];

    /// <summary>Ids of the findings that it shows: nearly always none is gone, and then nothing is read back.</summary>
    private readonly Dictionary<Key128, string[]> _shown = [];

    /// <summary>Of those that are shown: how many events their document tells of.</summary>
    private readonly Dictionary<Key128, long> _events = [];

    /// <summary>Told of findings that come to be shown; null while what was told before is told again.</summary>
    public StreamsMetrics? Counts { get; set; }

    public byte[] JsonOf(Key128 account) => _json.GetValueOrDefault(account, []);

    public void Load(Key128 account, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return;
        _json[account] = json.ToArray();
        var document = HuntJson.ReadAccount(_json[account]);
        _shown[account] = [.. document.Findings.Select(f => f.Id)];
        Follow(account, document);
    }

    /// <summary>Accounts whose document tells of other events than the account has by now.</summary>
    public IEnumerable<Key128> Behind(Func<Key128, long> eventsOf) =>
        _events.Where(told => eventsOf(told.Key) != told.Value).Select(told => told.Key);

    /// <summary>
    /// True where it differs from what was said before; <paramref name="always"/> says it again all the same. Null: the
    /// account is no longer shown.
    /// </summary>
    public bool Tell(ILog log, CaseState state, AccountDocument? document, long version, bool always)
    {
        _written.ResetWrittenCount();
        if (document is not null) HuntJson.Write(document, _written);
        var json = _written.WrittenSpan;
        var before = JsonOf(state.Account);
        var isSame = before.AsSpan().SequenceEqual(json);
        if (isSame && !(always && json.Length > 0)) return false;
        DocumentRecord.Append(log, shard, $"account:{state.Name}", version, json);
        if (isSame) return false;
        Follow(state.Account, document);
        string[] shown = [.. (document?.Findings ?? []).Select(f => f.Id)];
        var known = _shown.GetValueOrDefault(state.Account, []);
        Count(document, known);
        if (known.Except(shown, StringComparer.Ordinal).Any())
            Withdraw(log, state.Name, before, shown, version);
        Keep(state.Account, json.ToArray(), shown);
        return true;
    }

    private void Count(AccountDocument? document, string[] known)
    {
        if (Counts is null || document is null) return;
        foreach (var finding in document.Findings)
        {
            if (known.Contains(finding.Id, StringComparer.Ordinal)) continue;
            Counts.Finding(finding.Rule, document.Level);
            if (finding.Suppressed is not null) Counts.AlertSuppressed("allow");
        }
    }

    private void Follow(Key128 account, AccountDocument? document)
    {
        if (document is null) _events.Remove(account);
        else _events[account] = document.Events;
    }

    private void Keep(Key128 account, byte[] json, string[] shown)
    {
        if (json.Length > 0) _json[account] = json;
        else _json.Remove(account);
        if (shown.Length > 0) _shown[account] = shown;
        else _shown.Remove(account);
    }

    private void Withdraw(ILog log, string account, byte[] before, string[] shown, long version)
    {
        foreach (var gone in HuntJson.ReadAccount(before).Findings)
            if (!shown.Contains(gone.Id, StringComparer.Ordinal))
                DocumentRecord.Append(log, shard, $"finding:{gone.Id}", version, HuntJson.ToBytes(new WithdrawnFinding(account, gone)));
    }
}
