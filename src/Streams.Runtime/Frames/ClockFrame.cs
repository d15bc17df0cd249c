namespace Streams.Runtime.Frames;

/// <summary>
/// Log time moves: rings and cases are judged as of <paramref name="Time"/> (Unix ms). Payload version 1: time i64 ·
/// sealing u8.
/// With <paramref name="SealAll"/> nothing earlier can come any more: every tail is sealed (the end of a hunt).
/// </summary>
public readonly record struct ClockFrame(long Time, bool SealAll)
{
    public byte[] Encode()
    {
        var bytes = new ByteWriter(32);
        FrameHeader.Begin(bytes);
        bytes.Int64(Time);
        bytes.Byte(SealAll ? (byte)1 : (byte)0);
        FrameHeader.End(bytes, FrameKind.Clock);
        return bytes.ToArray();
    }

    public static ClockFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = new ByteReader(frame[FrameHeader.Size..]);
        return new ClockFrame(reader.Int64(), reader.Byte() != 0);
    }
}
