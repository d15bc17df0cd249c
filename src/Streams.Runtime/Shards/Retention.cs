using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Shards;

/// <summary>
/// Lets accounts go of which nothing is said: those silent for so long that they would begin anew, and, where there are
/// too many, those silent for longest. Names that somebody only tried have a small share of the room: whoever tries a
/// million of them displaces no account.
/// </summary>
internal sealed class Retention(PipelineContext context, AccountStage accounts, NameStage names, CaseStage cases)
{
    /// <summary>A full map lets a sixteenth go at a time.</summary>
    private const int Parts = 16;

    private readonly ShardSettings _settings = context.Shard;
    private readonly GoneKeys _gone = new();
    private int _expiredDay, _nextCount;

    private readonly record struct Candidate(long Last, Key128 Key, int Account);

    /// <summary>Accounts that went since the last call, for the snapshots.</summary>
    public IReadOnlyList<Key128> TakeGone() => _gone.Take();

    /// <summary>Once a day of event time, and whenever many came. How many went.</summary>
    /// <param name="set">What is in force: a name in the directory is nobody's invention.</param>
    /// <param name="version">Accounts that are ahead of it are left alone.</param>
    public long Expire(Control.TableSet set, long version)
    {
        if (context.AllAccounts || accounts.SealedEdge == long.MinValue) return 0;
        var store = accounts.Accounts;
        var today = EpochDay.Of(accounts.SealedEdge);
        if (today <= _expiredDay && store.Count < _nextCount) return 0;
        _expiredDay = today;
        var before = store.Count;
        List<Candidate> known = [], strangers = [];
        var strangersCount = 0;
        for (var i = 0; i < store.Places; i++)
        {
            ref var slot = ref store.Slot(i);
            if (slot.Name is null) continue;
            ref var profile = ref AccountEngine.ProfileOf(store.Block(i));
            var isListed = set.Tables.Directory?.Find(slot.Key) is not null;
            var isStranger = AccountRetention.IsStranger(profile, isListed);
            if (isStranger) strangersCount++;
            if (slot.Applied > version || !accounts.IsAtRest(i, today) || !cases.IsQuiet(slot.Key)) continue;
            if (_settings.Retention.IsOver(profile, isListed, today))
            {
                Forget(i);
                if (isStranger) strangersCount--;
            }
            else
            {
                (isStranger ? strangers : known).Add(new Candidate(AccountRetention.LastOf(profile), slot.Key, i));
            }
        }

        var knownCount = store.Count - strangersCount;
        Trim(strangers, strangersCount, _settings.StrangersMax);
        Trim(known, knownCount, _settings.AccountsMax);
        names.Trim(_settings.AccountsMax + _settings.StrangersMax, account => store.Find(account) >= 0);
        _nextCount = store.Count + Math.Max(1, _settings.StrangersMax / Parts);
        return before - store.Count;
    }

    private void Trim(List<Candidate> candidates, int count, int most)
    {
        if (count <= most) return;
        foreach (var candidate in candidates.OrderBy(c => c.Last).ThenBy(c => c.Key).Take(count - most * (Parts - 1) / Parts))
            Forget(candidate.Account);
    }

    private void Forget(int account)
    {
        _gone.Add(accounts.Accounts.Slot(account).Key);
        accounts.Forget(account);
    }
}
