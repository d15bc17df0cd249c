using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Enrichment;

/// <summary>
/// Lookups by one owner: the walk gives the position of a record, and many addresses share one, so decoded records are
/// remembered by
/// position in a fixed array. Nothing is allocated after the first lookups.
/// </summary>
public sealed class GeoLookup
{
    private const int Slots = 4096;

    private readonly GeoDatabases _databases;
    private readonly Slot[][] _decoded;

    public GeoLookup(GeoDatabases databases)
    {
        _databases = databases;
        _decoded = new Slot[databases.Files.Count][];
        for (var i = 0; i < _decoded.Length; i++) _decoded[i] = new Slot[Slots];
    }

    /// <summary>Lookups that met damage in a file; the address then counts as unknown there.</summary>
    public long Damaged { get; private set; }

    public MmdbException? FirstDamage { get; private set; }

    public GeoRecord Find(IpAddress ip)
    {
        var all = default(GeoRecord);
        for (var i = 0; i < _decoded.Length; i++)
        {
            var file = _databases.Files[i];
            try
            {
                var at = file.Reader.Find(ip);
                if (at >= 0) GeoDatabases.Merge(ref all, Record(file, _decoded[i], at), file.Role);
            }
            catch (MmdbException damage)
            {
                Damaged++;
                FirstDamage ??= damage;
            }
        }

        return all;
    }

    private static ref readonly GeoRecord Record(GeoDatabase file, Slot[] slots, int at)
    {
        ref var slot = ref slots[unchecked((uint)(at * 0x9E3779B1)) >> 20];
        if (slot.At == at) return ref slot.Record;
        slot.Record = file.Read(at);
        // A record never starts at byte 0: that is in the tree.
        slot.At = at;
        return ref slot.Record;
    }

    private struct Slot
    {
        public int At;
        public GeoRecord Record;
    }
}
