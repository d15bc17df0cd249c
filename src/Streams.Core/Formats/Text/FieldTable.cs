using System.Text;

namespace Streams.Core.Formats;

/// <summary>
/// The keys that a format reads, compiled once: the text formats' counterpart of <see cref="JsonTable"/>. A key's
/// number is its
/// place in the list given.
/// </summary>
public sealed class FieldTable
{
    private readonly byte[]?[] _keys;
    private readonly int[] _numbers;
    private readonly int _mask;

    public FieldTable(params string[] keys)
    {
        Count = keys.Length;
        // A quarter full: nearly every unknown key meets an empty place and is dismissed without a comparison.
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, keys.Length * 4));
        _keys = new byte[]?[size];
        _numbers = new int[size];
        _mask = size - 1;
        for (var number = 0; number < keys.Length; number++)
        {
            var key = Encoding.UTF8.GetBytes(keys[number]);
            var i = Hash(key) & _mask;
            while (_keys[i] is not null) i = (i + 1) & _mask;
            _keys[i] = key;
            _numbers[i] = number;
        }
    }

    public int Count { get; }

    /// <summary>The key's number, −1 for a key that nobody reads.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        for (var i = Hash(key) & _mask; _keys[i] is { } known; i = (i + 1) & _mask)
        {
            if (key.SequenceEqual(known)) return _numbers[i];
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> key) =>
        key.IsEmpty ? 0 : unchecked((key.Length * 7) ^ (key[0] * 31) ^ (key[^1] * 131) ^ (key[key.Length / 2] * 521));
}
