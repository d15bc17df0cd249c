namespace Streams.Runtime.Frames;

/// <summary>
/// The logged decision to leave an event out: its step throws. Every later owner of the shard reads it first and skips
/// too.
/// Payload version 1: source i32 · offset i64 · part i32 · reason (UTF-8).
/// </summary>
public readonly record struct SkipFrame(int Source, Position Position, string Reason)
{
    public byte[] Key => System.Text.Encoding.ASCII.GetBytes($"skip/{Source}/{Position.Offset}/{Position.Part}");

    public byte[] Encode()
    {
        var bytes = new ByteWriter(128);
        FrameHeader.Begin(bytes);
        bytes.Int32(Source);
        bytes.Int64(Position.Offset);
        bytes.Int32(Position.Part);
        bytes.Block(System.Text.Encoding.UTF8.GetBytes(Reason));
        FrameHeader.End(bytes, FrameKind.Skip);
        return bytes.ToArray();
    }

    public static SkipFrame Decode(ReadOnlySpan<byte> frame)
    {
        var reader = new ByteReader(frame[FrameHeader.Size..]);
        return new SkipFrame(
            reader.Int32(), new Position(reader.Int64(), reader.Int32()), System.Text.Encoding.UTF8.GetString(reader.Block()));
    }
}
