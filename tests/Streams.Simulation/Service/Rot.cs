using Streams.Runtime.Frames;

namespace Streams.Simulation.Service;

/// <summary>Damage that a reader without a checksum would not see.</summary>
internal static class Rot
{
    private const int ChecksumAt = 36, HeadSize = 40;

    public static byte[] Hide(byte[] record)
    {
        if (record.Length < HeadSize) return record;
        var checksum = FrameHeader.Checksum(record.AsSpan(0, ChecksumAt), record.AsSpan(HeadSize));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(ChecksumAt), checksum);
        return record;
    }
}
