namespace Streams.Files;

// Elements of an array and documents in a row. A broken one ends where the next one plainly begins.
public sealed partial class RecordReader
{
    private JsonScanner _scanner;

    /// <summary>Inside the brackets of a top-level array.</summary>
    private bool _inside;

    /// <summary>Column at which values start when each starts a line; −1 where they follow one another on a
    /// line.</summary>
    private int _layoutColumn = -2;

    /// <summary>Bytes since the line's start, of which only blanks so far if <see cref="_lineFirst"/>.</summary>
    private int _column;
    private bool _lineFirst = true;

    private bool ReadJson(out ArraySegment<byte> record, out string? problem)
    {
        if (!SkipSeparators())
        {
            if (!_inside || _break is not null) return Nothing(out record, out problem);
            _inside = false;
            Count();
            _start = _scan;
            return Hand(0, "the input ends inside an array: what follows is missing", out record, out problem);
        }

        Count();
        if (_layoutColumn == -2) _layoutColumn = _lineFirst ? _column : -1;
        if (!_inside && _buffer[_scan] is not ((byte)'{' or (byte)'[')) return ReadStray(out record, out problem);
        _scanner.Reset();
        while (true)
        {
            var result = _scanner.Scan(_buffer.AsSpan(_scan, _end - _scan), out var taken);
            _scan += taken;
            if (result == ScanResult.Complete)
            {
                _lineFirst = false;
                return Hand(_scan - _start, null, out record, out problem);
            }

            if (result == ScanResult.Error)
            {
                var wrong = $"not JSON at byte {_scan - _start + _dropped} of the record: expected {_scanner.Expected}";
                SkipBroken();
                return Hand(_scan - _start, wrong, out record, out problem);
            }

            if (Fill()) continue;
            if (_scan == _start && _dropped == 0) return Nothing(out record, out problem);

            // A number may end with the file; anything else was cut.
            _inside = false;
            return Hand(_scan - _start, EndProblem() ?? "the input ends inside this record", out record, out problem);
        }
    }

    /// <summary>Moves to the first byte of the next value; false at the end.</summary>
    private bool SkipSeparators()
    {
        while (true)
        {
            for (; _scan < _end; _scan++)
            {
                var c = _buffer[_scan];
                if (c == '\n') { _column = 0; _lineFirst = true; continue; }
                if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or 0) { _column++; continue; }
                if (c == ',') { _column++; _lineFirst = false; continue; }
                if ((c == '[' && !_inside && Layout == RecordLayout.Array) || (c == ']' && _inside))
                {
                    _inside = c == '[';
                    _column++;
                    _lineFirst = false;
                    continue;
                }

                _start = _scan;
                if (c != 0xEF || _inside) return true;
                while (_end - _scan < 3 && Fill()) { }
                if (!HasMark(_buffer.AsSpan(_scan, _end - _scan))) return true;
                _scan += 2;
            }

            _start = _scan;
            if (!Fill()) return false;
        }
    }

    /// <summary>Text where a value should start goes as one record to the end of its line.</summary>
    private bool ReadStray(out ArraySegment<byte> record, out string? problem)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_scan, _end - _scan).IndexOf((byte)'\n');
            _scan = at < 0 ? _end : _scan + at;
            if (at < 0 && Fill()) continue;
            return Hand(_scan - _start, EndProblem() ?? "not JSON: expected { or [", out record, out problem);
        }
    }

    /// <summary>
    /// From a byte that breaks the grammar to where the next value plainly begins: an opening brace at the column
    /// where values start lines in this file; else one after a closing brace (and a comma, in an array).
    /// </summary>
    private void SkipBroken()
    {
        var before = _buffer.AsSpan(_start, _scan - _start);
        var lineStart = before.LastIndexOf((byte)'\n');
        _lineFirst = lineStart >= 0 && before[(lineStart + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
        _column = before.Length - lineStart - 1;
        byte last = 0, beforeLast = 0;
        var first = true;
        while (true)
        {
            for (; _scan < _end; _scan++)
            {
                var c = _buffer[_scan];
                if (c == '\n') { _column = 0; _lineFirst = true; continue; }
                if (c is (byte)' ' or (byte)'\t' or (byte)'\r') { _column++; continue; }
                if (c == '{' && _scan > _start && IsNextStart(last, beforeLast, first)) return;
                (beforeLast, last) = (last, c);
                first &= c == ',';
                _column++;
                _lineFirst = false;
            }

            if (!Fill()) return;
        }
    }

    private bool IsNextStart(byte last, byte beforeLast, bool first)
    {
        if (_layoutColumn >= 0) return _lineFirst && _column == _layoutColumn;
        if (first) return true;
        return last == '}' ? !_inside : last == ',' && beforeLast == '}';
    }
}
