using System.Buffers;
using System.Text;

namespace Streams.Files;

/// <summary>
/// Pulls records out of a stream of any size through one buffer that is used again and again. Nothing is allocated a
/// record; what is wrong with a record is said beside its bytes, and reading goes on behind it.
/// </summary>
public sealed partial class RecordReader : IDisposable
{
    /// <summary>A CloudTrail file is one line of tens of megabytes; beyond this a record is an accident or an
    /// attack.</summary>
    public const int DefaultRecordBytesMax = 64 * 1024 * 1024;

    /// <summary>How much of an oversized record is kept to show.</summary>
    public const int ShownBytes = 4096;

    private const int FirstBuffer = 2 * RecordLayouts.HeadBytes;

    private readonly Stream _stream;
    private readonly int _recordBytesMax;
    private byte[] _buffer;

    // The record at hand is [_start, …); bytes up to _scan were looked at; [_scan, _end) were not.
    private int _start, _scan, _end;
    private long _dropped, _taken;
    private uint _number;
    private bool _begun, _ended, _breakTold;
    private string? _break;
    private byte _lineEnd = (byte)'\n';

    /// <summary>Does not own the stream.</summary>
    public RecordReader(Stream stream, int recordBytesMax = DefaultRecordBytesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordBytesMax, 1);
        _stream = stream;
        _recordBytesMax = recordBytesMax;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    }

    /// <summary>Known after the first <see cref="Read"/>.</summary>
    public RecordLayout Layout { get; private set; }

    /// <summary>Bytes of the unpacked stream taken so far.</summary>
    public long Position => _taken - (_end - _scan);

    /// <summary>
    /// The next record, valid until the next call. <paramref name="number"/> counts from 1 (see <see
    /// cref="RecordLayout"/>). With a <paramref name="problem"/> the bytes, possibly none or only the first of them,
    /// are for the quarantine and not for a decoder.
    /// </summary>
    public bool Read(out ArraySegment<byte> record, out uint number, out string? problem)
    {
        if (!_begun) Begin();
        var found = Layout switch
        {
            RecordLayout.Lines => ReadLine(out record, out problem),
            RecordLayout.Separated => ReadSeparated(out record, out problem),
            _ => ReadJson(out record, out problem),
        };
        if (!found && _break is not null && !_breakTold)
        {
            // Everything before the break was whole: the break itself is then the record that is missing.
            found = true;
            record = ArraySegment<byte>.Empty;
            problem = BreakText();
            if (_number < uint.MaxValue) _number++;
        }

        number = _number;
        return found;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _ended = true;
        _start = _scan = _end = 0;
    }

    private void Begin()
    {
        _begun = true;
        while (_end < RecordLayouts.HeadBytes && Fill())
        {
            if (_end == _taken && _end >= 2) BeginTranscoded();
        }

        if (HasMark(_buffer.AsSpan(0, _end))) _start = _scan = 3;
        var head = Math.Min(_end, RecordLayouts.HeadBytes);
        var decision = RecordLayouts.Decide(_buffer.AsSpan(_start, head - _start), _ended && _end <= head);
        Layout = decision.Layout;
        _lineEnd = decision.LineEnd;
    }

    private bool ReadLine(out ArraySegment<byte> record, out string? problem)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_scan, _end - _scan).IndexOf(_lineEnd);
            if (at < 0)
            {
                _scan = _end;
                if (Fill()) continue;
                if (_start == _end && _dropped == 0) return Nothing(out record, out problem);
            }

            var ended = at >= 0;
            var end = ended ? _scan + at : _end;
            _scan = ended ? end + 1 : end;
            Count();
            var length = end - _start;
            if (length > 0 && _buffer[_start + length - 1] == '\r' && ended) length--;
            if (HasMark(_buffer.AsSpan(_start, length))) { _start += 3; length -= 3; }
            if (_dropped == 0 && IsBlank(_buffer.AsSpan(_start, length)))
            {
                _start = _scan;
                continue;
            }

            return Hand(length, ended ? null : EndProblem(), out record, out problem);
        }
    }

    private bool ReadSeparated(out ArraySegment<byte> record, out string? problem)
    {
        while (true)
        {
            // The separator counts at the start of a line only: a commit's subject may hold the byte, and would forge
            // a record.
            var from = Math.Max(_start, _scan - 1);
            var at = _buffer.AsSpan(from, _end - from).IndexOf("\n\x1E"u8);
            if (at < 0)
            {
                _scan = _end;
                if (Fill()) continue;
                if (_start == _end && _dropped == 0) return Nothing(out record, out problem);
            }

            var end = at < 0 ? _end : from + at + 1;
            _scan = end;
            if (_dropped == 0 && IsBlank(_buffer.AsSpan(_start, end - _start)))
            {
                _start = end;
                continue;
            }

            Count();
            var length = end - _start;
            if (length > 1 && _buffer[_start] == 0x1E && _buffer[_start + 1] is (byte)'{' or (byte)'[')
            {
                _start++;
                length--;
            }

            return Hand(length, at < 0 ? EndProblem() : null, out record, out problem);
        }
    }

    /// <summary>Hands over <paramref name="length"/> bytes from the start of the record; the next one begins where
    /// the scan stands.</summary>
    private bool Hand(int length, string? wrong, out ArraySegment<byte> record, out string? problem)
    {
        var whole = length + _dropped;
        problem = wrong;
        if (whole > _recordBytesMax)
        {
            length = Math.Min(length, ShownBytes);
            problem = $"record of {whole} bytes exceeds the limit of {_recordBytesMax}; its first {length} follow";
        }

        record = new ArraySegment<byte>(_buffer, _start, length);
        _start = _scan;
        _dropped = 0;
        return true;
    }

    private static bool Nothing(out ArraySegment<byte> record, out string? problem)
    {
        record = ArraySegment<byte>.Empty;
        problem = null;
        return false;
    }

    private void Count()
    {
        if (_number < uint.MaxValue) _number++;
    }

    /// <summary>A last line without line end is whole, unless the stream broke there.</summary>
    private string? EndProblem() => _break is null ? null : BreakText();

    private string BreakText()
    {
        _breakTold = true;
        return $"the input breaks off after byte {_taken}: {_break}";
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r\n\0"u8) < 0;

    private static bool HasMark(ReadOnlySpan<byte> text) => text.StartsWith(Encoding.UTF8.Preamble);
}
