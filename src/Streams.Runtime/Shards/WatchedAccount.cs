using System.Text;
using Streams.Core.Activities;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Shards;

/// <summary>An account under suspicion: how it stands, and which of its events stand in the index.</summary>
internal sealed class WatchedAccount
{
    /// <summary>Days that are remembered of one account; of older ones nothing more is told.</summary>
    private const int DaysMax = 8;

    private readonly SortedDictionary<int, SortedSet<Key128>> _days = [];

    /// <summary>What its documents said; null: no longer suspected.</summary>
    public CaseStanding? Standing { get; private set; }

    /// <summary>Events of days before it are not told: which ones stand is no longer known.</summary>
    public int FirstDay { get; set; } = int.MinValue;

    /// <summary>Flow offset of the snapshot that it came from: what frames up to there changed is in it.</summary>
    public long Applied { get; private init; } = -1;

    public bool IsOver => Standing is null && _days.Count == 0;

    /// <summary>
    /// The highest score since the day began, and the ring as it is. True where anything changed; none counts at the
    /// turn of a day only.
    /// </summary>
    public bool Stands(CaseStanding? now, bool isNewDay)
    {
        if (!isNewDay && Standing is { } before && (now is null || now.Value.Score < before.Score))
            now = before with { Ring = now is { } lower ? lower.Ring : before.Ring };
        if (now == Standing) return false;
        Standing = now;
        return true;
    }

    /// <summary>Days before that one are over. True where one was remembered.</summary>
    public bool Forget(int before)
    {
        if (before <= FirstDay) return false;
        FirstDay = before;
        var over = _days.Keys.Where(day => day < before).ToList();
        foreach (var day in over) _days.Remove(day);
        return over.Count > 0;
    }

    /// <summary>Whether an event is among the lowest of its day, and which ones are not any more.</summary>
    public (bool Takes, IReadOnlyList<(int Day, Key128 Event)> Displaced) Take(int day, Key128 key, int most)
    {
        if (day < FirstDay) return (false, []);
        if (!_days.TryGetValue(day, out var kept)) _days.Add(day, kept = []);
        if ((kept.Count >= most && key.CompareTo(kept.Max) > 0) || !kept.Add(key)) return (false, []);
        List<(int, Key128)> displaced = [];
        // More than one where less is kept than before.
        while (kept.Count > most)
        {
            displaced.Add((day, kept.Max));
            kept.Remove(kept.Max);
        }

        while (_days.Count > DaysMax) Forget(_days.First().Key + 1);
        return (true, displaced);
    }

    public void Save(ByteWriter to)
    {
        to.Int32(FirstDay);
        to.Byte(Standing is null ? (byte)0 : (byte)1);
        if (Standing is { } standing)
        {
            to.Int64(BitConverter.DoubleToInt64Bits(standing.Score));
            to.Block(Encoding.UTF8.GetBytes(standing.Level));
            to.Block(Encoding.UTF8.GetBytes(standing.Ring ?? ""));
        }

        to.Int32(_days.Count);
        foreach (var (day, kept) in _days)
        {
            to.Int32(day);
            to.Int32(kept.Count);
            foreach (var key in kept) to.Struct(key);
        }
    }

    public static WatchedAccount Load(ReadOnlySpan<byte> payload, long applied)
    {
        var from = new ByteReader(payload);
        var watched = new WatchedAccount { Applied = applied, FirstDay = from.Int32() };
        if (from.Byte() == 1)
        {
            var score = BitConverter.Int64BitsToDouble(from.Int64());
            var level = Encoding.UTF8.GetString(from.Block());
            var ring = Encoding.UTF8.GetString(from.Block());
            watched.Standing = new CaseStanding(score, level, ring.Length > 0 ? ring : null);
        }

        for (var days = from.Int32(); days > 0; days--)
        {
            var kept = new SortedSet<Key128>();
            watched._days.Add(from.Int32(), kept);
            for (var count = from.Int32(); count > 0; count--) kept.Add(from.Struct<Key128>());
        }

        return watched;
    }
}

/// <summary>What an account's documents said of it.</summary>
internal readonly record struct CaseStanding(double Score, string Level, string? Ring);
