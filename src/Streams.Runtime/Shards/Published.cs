using Streams.Core.Activities;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Shards;

/// <summary>
/// What was last said of each account, so that only what differs is said again, and a finding that is gone is told as
/// withdrawn.
/// </summary>
internal sealed class Published(int shard)
{
    private readonly Dictionary<Key128, byte[]> _json = [];

    public byte[] JsonOf(Key128 account) => _json.GetValueOrDefault(account, []);

    public void Load(Key128 account, ReadOnlySpan<byte> json)
    {
        if (!json.IsEmpty) _json[account] = json.ToArray();
    }

    /// <summary>
    /// True where it differs from what was said before; <paramref name="always"/> says it again all the same. Null: the
    /// account is no longer shown.
    /// </summary>
    public bool Tell(ILog log, CaseState state, AccountDocument? document, long version, bool always)
    {
        var json = document is null ? [] : HuntJson.ToBytes(document);
        var before = JsonOf(state.Account);
        var isSame = before.AsSpan().SequenceEqual(json);
        if (isSame && !(always && json.Length > 0)) return false;
        DocumentRecord.Append(log, shard, $"account:{state.Name}", version, json);
        if (isSame) return false;
        if (before.Length > 0) Withdraw(log, state.Name, before, document, version);
        if (json.Length > 0) _json[state.Account] = json;
        else _json.Remove(state.Account);
        return true;
    }

    private void Withdraw(ILog log, string account, byte[] before, AccountDocument? now, long version)
    {
        var held = (now?.Findings ?? []).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in HuntJson.ReadAccount(before).Findings)
            if (!held.Contains(gone.Id))
                DocumentRecord.Append(log, shard, $"finding:{gone.Id}", version, HuntJson.ToBytes(new WithdrawnFinding(account, gone)));
    }
}
