using Confluent.Kafka;

namespace Streams.Kafka;

/// <summary>Where a consumed value lies.</summary>
internal readonly record struct Slice(byte[] Buffer, int Start, int Length);

/// <summary>
/// Copies values out of the native library into large buffers, one behind the other: an array an event would cost more
/// than reading it.
/// </summary>
internal sealed class Arena : IDeserializer<Slice>
{
    /// <summary>Below the size from which an array lives until the whole heap is collected.</summary>
    private const int BlockSize = 64 * 1024;

    private byte[] _block = [];
    private int _used;

    public Slice Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > BlockSize / 4)
        {
            var own = data.ToArray();
            return new Slice(own, 0, own.Length);
        }

        if (_block.Length - _used < data.Length) (_block, _used) = (GC.AllocateUninitializedArray<byte>(BlockSize), 0);
        data.CopyTo(_block.AsSpan(_used));
        var slice = new Slice(_block, _used, data.Length);
        _used += data.Length;
        return slice;
    }
}
