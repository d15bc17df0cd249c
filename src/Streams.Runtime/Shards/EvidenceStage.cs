using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Formats;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Shards;

/// <summary>
/// Events of accounts under suspicion, for the map and the timeline of the index. Of an account's day those with the
/// lowest hash of their id go out, so that order does not decide; everybody else's events never leave the log.
/// </summary>
internal sealed class EvidenceStage(PipelineContext context, int shard)
{
    /// <summary>Days whose counts are remembered of an account; an older event is beyond the lateness bound anyway.</summary>
    private const int DaysMax = 4;

    private readonly Dictionary<Key128, SortedDictionary<int, SortedSet<Key128>>> _days = [];

    /// <summary>An event that is new, of an account whose last document stood at medium or above.</summary>
    public void Tell(ILog log, Activity activity, string account, in CaseStanding standing, long version)
    {
        if (context.EvidencePerDay == 0 || !Takes(activity)) return;
        var declared = context.Tables.Directory?.Find(activity.Account);
        var path = context.SourceNames.PathOf(activity.Origin.Source);
        var document = EventDocument.Of(activity, account, declared, path, FormatCatalogue.NameOf(activity.Format)) with
        {
            Score = standing.Score,
            Level = standing.Level,
            Ring = standing.Ring,
        };
        DocumentRecord.Append(log, shard, document.Entity, version, EventJson.ToBytes(document));
    }

    private bool Takes(Activity activity)
    {
        if (!_days.TryGetValue(activity.Account, out var days)) _days.Add(activity.Account, days = []);
        var day = EpochDay.Of(activity.Time);
        if (!days.TryGetValue(day, out var kept))
        {
            days.Add(day, kept = []);
            if (days.Count > DaysMax) days.Remove(days.First().Key);
        }

        kept.Add(activity.EventKey);
        if (kept.Count <= context.EvidencePerDay) return true;
        var highest = kept.Max;
        kept.Remove(highest);
        return highest != activity.EventKey;
    }
}

/// <summary>What an account's last document said of it.</summary>
internal readonly record struct CaseStanding(double Score, string Level, string? Ring);
