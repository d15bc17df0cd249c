namespace Streams.Core.Detections;

/// <summary>
/// How long what is known of a silent account counts. After it the account begins anew, by the times of its events
/// alone: whether a shard has let it go meanwhile cannot be told from outside.
/// </summary>
/// <param name="Days">Of an account that is in the directory, or was ever present, days.</param>
/// <param name="StrangerDays">Of a name that somebody tried and nobody ever came in by, days.</param>
public readonly record struct AccountRetention(int Days, int StrangerDays)
{
    /// <summary>
    /// Longer than a year, so that a leave or a yearly contract is one history; strangers as long as artefacts link.
    /// </summary>
    public static readonly AccountRetention Default = new(400, 90);

    public bool IsOver(in AccountProfile profile, bool isListed, int day)
    {
        var last = LastOf(profile);
        return last != 0 && day - EpochDay.Of(last) > (IsStranger(profile, isListed) ? StrangerDays : Days);
    }

    /// <summary>A late event is no last sign of life, but may be all there is.</summary>
    public static long LastOf(in AccountProfile profile) => Math.Max(profile.LastSeen, profile.FirstSeen);

    public static bool IsStranger(in AccountProfile profile, bool isListed) => profile.LastDay == 0 && !isListed;
}
