using Streams.Core.Detections;

namespace Streams.Runtime.Shards;

/// <summary>What an operator may say of a shard's work.</summary>
public sealed record ShardSettings
{
    /// <summary>For an input that is sorted and free of duplicates, as <c>hunt</c> makes it.</summary>
    public static readonly ShardSettings Sorted = new()
    {
        LatenessMs = 0,
        RememberMs = 0,
        FactLingerMs = 200,
        KeepArtefactsMs = 0,
    };

    /// <summary>
    /// How much later than the newest an event may come and still be in its order, ms. <value>Default 15 min; 0 for a
    /// sorted input.</value>
    /// </summary>
    public long LatenessMs { get; init; } = 15 * 60_000;

    /// <summary>
    /// How long event ids are remembered, ms. <value>Default 2 days; 0 where the input was freed of duplicates
    /// before.</value>
    /// </summary>
    public long RememberMs { get; init; } = 2 * 86_400_000L;

    /// <summary>Most event ids remembered a shard. <value>Default 2,000,000 (about 80 MB).</value></summary>
    public int IdsMax { get; init; } = 2_000_000;

    /// <summary>
    /// How long an artefact is kept at which nobody was seen, ms: twice the 90 days in which two accounts share it.
    /// <value>Default 180 days; 0 for ever, where shards may be far apart in event time.</value>
    /// </summary>
    public long KeepArtefactsMs { get; init; } = 180 * 86_400_000L;

    /// <summary>Most artefacts a shard; beyond it the one not seen for longest goes. <value>Default 200,000.</value></summary>
    public int ArtefactsMax { get; init; } = 200_000;

    /// <summary>
    /// Most accounts a shard; beyond it those of which nothing is said and that were silent for longest go.
    /// <value>Default 200,000 (about 1 GB).</value>
    /// </summary>
    public int AccountsMax { get; init; } = 200_000;

    /// <summary>Of the room for accounts, what names may take that somebody tried and nobody ever came in by.</summary>
    public int StrangersMax => AccountsMax / 20;

    public AccountRetention Retention { get; init; } = AccountRetention.Default;

    /// <summary>
    /// How long a fact may wait for others to share its frame, and a set of facts to be judged, ms.
    /// <value>Default 0: a frame a batch.</value>
    /// </summary>
    public int FactLingerMs { get; init; }

    /// <summary>
    /// Longest time between two logged clocks that moves idle time, ms; after a longer one it begins anew.
    /// <value>Default 1 min.</value>
    /// </summary>
    public long ClockGapMaxMs { get; init; } = 60_000;
}
