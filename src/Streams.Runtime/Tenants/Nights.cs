using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Runtime.Frames;
using Streams.Runtime.Snapshots;

namespace Streams.Runtime.Tenants;

/// <summary>
/// What is kept of a report on one night: an account's nights are many. The version is the sender's flow offset.
/// </summary>
internal readonly record struct ArcLoss(CountryCode Country, float Hours, float Earlier, long Version);

/// <summary>Every account's quiet arc of every night, until long after the night was told of.</summary>
internal sealed class Nights
{
    /// <summary>A night this much older than the newest is told for good, days.</summary>
    private const int KeepDays = 40;

    /// <summary>A night is written in so many pieces: 100,000 accounts in one would outgrow a record.</summary>
    private const int Pieces = 16;

    private readonly SortedDictionary<long, Dictionary<Key128, ArcLoss>> _nights = [];
    private readonly HashSet<(long Day, int Piece)> _dirty = [];
    private readonly GoneKeys _gone = new();

    /// <summary>Nights with a report since they were last told.</summary>
    public SortedSet<long> Touched { get; } = [];

    public long NewestDay { get; private set; } = long.MinValue;

    public IReadOnlyCollection<ArcLoss> Of(long day) => _nights.TryGetValue(day, out var night) ? night.Values : [];

    /// <summary>An older version that comes late, from a former owner of the account's shard, changes nothing.</summary>
    public void Add(in TenantReport report, long version) => Add(
        report.Time / EpochDay.Ms, report.Account, new ArcLoss(report.Country, (float)report.Value, (float)report.Earlier, version));

    /// <summary>Old nights go, but none that was not told.</summary>
    public void Expire()
    {
        while (_nights.Count > 0 && _nights.First().Key is var day && day < NewestDay - KeepDays && !Touched.Contains(day))
        {
            _nights.Remove(day);
            _dirty.RemoveWhere(d => d.Day == day);
            for (var piece = 0; piece < Pieces; piece++) _gone.Add(PieceOf(day, piece));
        }
    }

    public IEnumerable<(Key128 Piece, byte[] Payload)> SaveChanged()
    {
        var to = new ByteWriter();
        foreach (var (day, piece) in _dirty.Order())
        {
            to.Reset();
            to.Int64(day);
            foreach (var (account, arc) in _nights[day])
            {
                if (PieceOf(account) != piece) continue;
                to.Struct(account);
                to.Struct(arc);
            }

            yield return (PieceOf(day, piece), to.ToArray());
        }

        _dirty.Clear();
    }

    public IReadOnlyList<Key128> TakeGone() => _gone.Take();

    public void Load(ReadOnlySpan<byte> payload)
    {
        var from = new ByteReader(payload);
        var day = from.Int64();
        while (from.Remaining > 0) Add(day, from.Struct<Key128>(), from.Struct<ArcLoss>());
    }

    private void Add(long day, Key128 account, ArcLoss arc)
    {
        if (!_nights.TryGetValue(day, out var night)) _nights.Add(day, night = []);
        if (night.TryGetValue(account, out var known) && known.Version > arc.Version) return;
        night[account] = arc;
        NewestDay = Math.Max(NewestDay, day);
        Touched.Add(day);
        _dirty.Add((day, PieceOf(account)));
    }

    private static int PieceOf(Key128 account) => (int)(account.Hi % Pieces);

    private static Key128 PieceOf(long day, int piece) => new((ulong)day, (ulong)piece);
}
