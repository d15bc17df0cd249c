using System.Buffers.Binary;

namespace Streams.Core.Formats;

/// <summary>
/// What a decoder remembers of one place in a table's tree: the keys that stood there, each with the one that followed
/// it. Vendors write a record's keys in one order, so the next key is mostly known before it is read, and comparing is
/// cheaper than finding its end and looking it up. Only ever a guess: no answer depends on it.
/// </summary>
internal sealed class KeyTrail(JsonEntry node)
{
    /// <summary>A hostile record has as many keys as it likes.</summary>
    private const int KeysMax = 192, NameMax = 64;

    private KnownKey?[] _table = new KnownKey?[16];
    private int _keys;

    public JsonEntry Node { get; } = node;

    /// <summary>What an object here began with last.</summary>
    public KnownKey? First { get; set; }

    /// <summary>The key by name, learned where it is new; null where no more are learned.</summary>
    public KnownKey? Of(ReadOnlySpan<byte> name)
    {
        var at = PlaceOf(name);
        if (_table[at] is { } known) return known;
        if (_keys == KeysMax || name.Length > NameMax) return null;
        if (++_keys > _table.Length / 2)
        {
            var old = _table;
            _table = new KnownKey?[old.Length * 2];
            foreach (var key in old)
                if (key is not null) _table[PlaceOf(key.Name)] = key;
            at = PlaceOf(name);
        }

        return _table[at] = new KnownKey(name, Node.Find(name));
    }

    private int PlaceOf(ReadOnlySpan<byte> name)
    {
        var mask = _table.Length - 1;
        var i = JsonEntry.Hash(name) & mask;
        while (_table[i] is { } key && !key.Name.SequenceEqual(name)) i = (i + 1) & mask;
        return i;
    }
}

/// <summary>A key as records write it, with its quotes and colon.</summary>
internal sealed class KnownKey
{
    private readonly byte[] _written;

    /// <summary>Its first and its last eight bytes: up to sixteen, which most have, two comparisons are enough.</summary>
    private readonly ulong _head, _tail;

    public KnownKey(ReadOnlySpan<byte> name, JsonEntry? entry)
    {
        _written = [(byte)'"', .. name, (byte)'"', (byte)':'];
        Entry = entry;
        if (_written.Length < sizeof(ulong)) return;
        _head = BinaryPrimitives.ReadUInt64LittleEndian(_written);
        _tail = BinaryPrimitives.ReadUInt64LittleEndian(_written.AsSpan(_written.Length - sizeof(ulong)));
    }

    public ReadOnlySpan<byte> Name => _written.AsSpan(1, _written.Length - 3);

    public ReadOnlySpan<byte> Written => _written;

    /// <summary>Whether exactly this name stands there, with its quotes and colon.</summary>
    public bool Stands(ReadOnlySpan<byte> json, int at)
    {
        var written = _written;
        if (json.Length - at < written.Length) return false;
        var there = json.Slice(at, written.Length);
        if (there.Length < sizeof(ulong)) return there.SequenceEqual(written);
        return BinaryPrimitives.ReadUInt64LittleEndian(there) == _head
            && BinaryPrimitives.ReadUInt64LittleEndian(there[(there.Length - sizeof(ulong))..]) == _tail
            && (there.Length <= 2 * sizeof(ulong) || there.SequenceEqual(written));
    }

    /// <summary>What the table makes of it; null where it is skipped.</summary>
    public JsonEntry? Entry { get; }

    /// <summary>The key that followed it last.</summary>
    public KnownKey? Next { get; set; }
}
