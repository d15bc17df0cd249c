using System.Buffers;
using System.Text;

namespace Streams.Files;

// The buffer: filled, moved up, grown to the limit of a record, and emptied of what exceeds it.
public sealed partial class RecordReader
{
    /// <summary>Bytes of a line that are none of its record: a mark, carriage return.</summary>
    private const long LineEndMax = 16;

    private Stream? _transcoded;
    private bool _bomAsked;

    private bool Fill()
    {
        if (_ended) return false;
        if (_end - _start > _recordBytesMax + LineEndMax && _scan == _end) Drop();
        if (_end == _buffer.Length) MakeRoom();
        try
        {
            var read = (_transcoded ?? _stream).Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                _ended = true;
                return false;
            }

            _end += read;
            _taken += read;
            return true;
        }
        catch (Exception e) when (LogParts.IsUnreadable(e))
        {
            _break = e.Message;
            _ended = true;
            return false;
        }
    }

    /// <summary>What was scanned of an oversized record goes, but for the beginning and the last byte, which the scan
    /// may look back at.</summary>
    private void Drop()
    {
        const int Kept = ShownBytes + 1;
        if (_end - _start <= Kept) return;
        _dropped += _end - _start - Kept;
        _buffer[_start + ShownBytes] = _buffer[_end - 1];
        _end = _scan = _start + Kept;
    }

    private void MakeRoom()
    {
        // Moving up costs the record's length, so it must free at least as much.
        if (_start > _buffer.Length / 2)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _scan -= _start;
            _end -= _start;
            _start = 0;
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, _buffer.Length * 2L));
        Buffer.BlockCopy(_buffer, _start, larger, 0, _end - _start);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _scan -= _start;
        _end -= _start;
        _start = 0;
    }

    /// <summary>UTF-16 by its mark, as Windows tools export it: read on as UTF-8.</summary>
    private void BeginTranscoded()
    {
        if (_bomAsked) return;
        _bomAsked = true;
        var encoding = (_buffer[0], _buffer[1]) switch
        {
            (0xFF, 0xFE) => Encoding.Unicode,
            (0xFE, 0xFF) => Encoding.BigEndianUnicode,
            _ => null,
        };
        if (encoding is null) return;
        var begun = new MemoryStream(_buffer.AsSpan(2, _end - 2).ToArray());
        _transcoded = Encoding.CreateTranscodingStream(new JoinedStream(begun, _stream), encoding, Encoding.UTF8,
            leaveOpen: true);
        _start = _scan = _end = 0;
        _taken = 0;
    }

    private sealed class JoinedStream(Stream first, Stream second) : Stream
    {
        private bool _firstDone;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_firstDone)
            {
                var read = first.Read(buffer, offset, count);
                if (read > 0) return read;
                _firstDone = true;
            }

            return second.Read(buffer, offset, count);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
