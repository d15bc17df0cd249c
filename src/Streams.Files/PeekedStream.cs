namespace Streams.Files;

/// <summary>A stream whose beginning was looked at and is handed out again: pipes cannot be rewound.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream _rest;
    private readonly byte[] _head = new byte[FileContent.HeadBytes];
    private readonly int _length;
    private int _given;

    public PeekedStream(Stream stream)
    {
        _rest = stream;
        _length = stream.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
    }

    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given == _length) return _rest.Read(buffer);
        var take = Math.Min(buffer.Length, _length - _given);
        _head.AsSpan(_given, take).CopyTo(buffer);
        _given += take;
        return take;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _rest.Dispose();
        base.Dispose(disposing);
    }
}
