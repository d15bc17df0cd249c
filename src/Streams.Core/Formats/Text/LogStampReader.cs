using System.Buffers.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// Reads the stamps that begin log lines: RFC 3164 with or without year or fraction, ctime, ISO with T or space,
/// slashes,
/// and epochs with a fraction. Anything else is refused, never guessed at.
/// </summary>
public static class LogStampReader
{
    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    private static ReadOnlySpan<byte> Days => "MonTueWedThuFriSatSun"u8;

    /// <summary>
    /// Reads a stamp at the beginning of <paramref name="text"/>; <paramref name="length"/> is what it took, zone
    /// included.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out LogStamp stamp, out int length)
    {
        stamp = default;
        length = 0;
        if (text.Length < 10) return false;
        var first = text[0];
        if (first is >= (byte)'0' and <= (byte)'9') return TryReadDigits(text, out stamp, out length);
        return first is >= (byte)'A' and <= (byte)'Z' && TryReadNamed(text, out stamp, out length);
    }

    /// <summary>
    /// The first date with a year in a line, at midnight UTC: what tells the year of a stamp without one; 0 where there
    /// is none.
    /// </summary>
    public static long FirstDatedMs(ReadOnlySpan<byte> text)
    {
        // From one mark between year and month to the next: few bytes are one.
        for (int i = 0, mark; i + 10 <= text.Length && (mark = text[(i + 4)..].IndexOfAny((byte)'-', (byte)'/')) >= 0; i++)
        {
            i += mark;
            if (i + 10 > text.Length || text[i] is not ((byte)'1' or (byte)'2')) continue;
            if (i > 0 && IsDigit(text[i - 1])) continue;
            if (!TryReadDate(text[i..], out var year, out var month, out var day) || year is < 2000 or > 2100) continue;
            var stamp = new LogStamp { Year = year, Month = month, Day = day, Offset = 0 };
            if (stamp.ToUnixMs(SourceSettings.Default, 0, out var time, out _)) return time;
        }

        return 0;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, out LogStamp stamp, out int length)
    {
        stamp = default;
        length = 0;
        if (TryReadDate(text, out var year, out var month, out var day))
        {
            if (text.Length < 19 || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t')) return false;
            if (!TryReadClock(text[11..], out var ms, out var clock)) return false;
            length = 11 + clock;
            length += ReadOffset(text[length..], out var offset, out var written);
            stamp = new LogStamp
            {
                Year = year,
                Month = month,
                Day = day,
                MsOfDay = ms,
                Offset = offset,
                WrittenOffset = written,
                SpacedIso = text[10] == ' ',
            };
            return true;
        }

        // "2021 Oct 20 16:41:52" as switches write it.
        if (text[4] == ' ' && Number(text[..4]) is >= 1970 and <= 2200 and var y && TryReadNamed(text[5..], out stamp, out length)
            && stamp.Year == 0)
        {
            stamp = stamp with { Year = y };
            length += 5;
            return true;
        }

        return TryReadEpoch(text, out stamp, out length);
    }

    private static bool TryReadDate(ReadOnlySpan<byte> text, out int year, out int month, out int day)
    {
        year = month = day = 0;
        if (text.Length < 10 || text[4] is not ((byte)'-' or (byte)'/') || text[7] != text[4]) return false;
        year = Number(text[..4]);
        month = Number(text.Slice(5, 2));
        day = Number(text.Slice(8, 2));
        return year > 0 && month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    // Ten digits and a fraction: Meraki. Digits alone are too little to call a time.
    private static bool TryReadEpoch(ReadOnlySpan<byte> text, out LogStamp stamp, out int length)
    {
        stamp = default;
        length = 0;
        if (text.Length < 12 || text[10] != '.') return false;
        if (!Utf8Parser.TryParse(text[..10], out long seconds, out var used) || used != 10) return false;
        length = 11 + ReadFraction(text[11..], out var ms);
        if (length == 11) return false;
        stamp = new LogStamp { EpochMs = seconds * 1000 + ms, Offset = 0 };
        return seconds > 0;
    }

    private static bool TryReadNamed(ReadOnlySpan<byte> text, out LogStamp stamp, out int length)
    {
        stamp = default;
        length = 0;
        var at = 0;
        var dayNamed = false;
        if (Index(Days, text) >= 0 && text.Length > 15 && (text[3] == ' ' || (text[3] == ',' && text[4] == ' ')))
        {
            dayNamed = true;
            at = text[3] == ' ' ? 4 : 5;
        }

        var month = Index(Months, text[at..]) + 1;
        if (month == 0) return false;
        at += 3;
        if (!ReadSpaces(text, ref at) || !ReadShort(text, ref at, out var day) || day is < 1 or > 31) return false;
        if (!ReadSpaces(text, ref at)) return false;
        var year = 0;
        if (at + 5 < text.Length && text[at + 4] == ' ' && Number(text.Slice(at, 4)) is >= 1970 and <= 2200 and var before)
        {
            year = before;
            at += 5;
        }

        if (!TryReadClock(text[at..], out var ms, out var clock)) return false;
        at += clock;
        if (year == 0 && at + 5 <= text.Length && text[at] == ' '
            && Number(text.Slice(at + 1, 4)) is >= 1970 and <= 2200 and var after
            && (at + 5 == text.Length || text[at + 5] is (byte)' ' or (byte)':'))
        {
            year = after;
            at += 5;
        }

        at += ReadOffset(text[at..], out var offset, out var written);
        stamp = new LogStamp
        {
            Year = year,
            Month = month,
            Day = day,
            MsOfDay = ms,
            Offset = offset,
            WrittenOffset = written,
            DayNamed = dayNamed,
        };
        length = at;
        return true;
    }

    // hh:mm:ss with a fraction of any length after a point or a comma: digits beyond milliseconds are cut.
    private static bool TryReadClock(ReadOnlySpan<byte> text, out int ms, out int length)
    {
        ms = length = 0;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':') return false;
        int hour = Number(text[..2]), minute = Number(text.Slice(3, 2)), second = Number(text.Slice(6, 2));
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60) return false;
        ms = ((hour * 60 + minute) * 60 + Math.Min(second, 59)) * 1000;
        length = 8;
        if (text.Length > 9 && text[8] is (byte)'.' or (byte)',')
        {
            var fraction = ReadFraction(text[9..], out var part);
            if (fraction > 0)
            {
                ms += part;
                length = 9 + fraction;
            }
        }

        return length == text.Length || !IsDigit(text[length]);
    }

    private static int ReadFraction(ReadOnlySpan<byte> text, out int ms)
    {
        ms = 0;
        var length = 0;
        while (length < text.Length && IsDigit(text[length]))
        {
            if (length < 3) ms = ms * 10 + (text[length] - '0');
            length++;
        }

        for (var i = length; i < 3; i++) ms *= 10;
        return length;
    }

    // "Z", "+02:00", "-0500", " +0200", " UTC", " EST:". Letters other than UTC and GMT only where a colon ends the
    // stamp, as
    // Cisco writes it: elsewhere they are the host.
    private static int ReadOffset(ReadOnlySpan<byte> text, out short offset, out short written)
    {
        offset = written = Activity.NoOffset;
        if (text.IsEmpty) return 0;
        if (text[0] is (byte)'Z' or (byte)'z' && (text.Length == 1 || !char.IsAsciiLetterOrDigit((char)text[1])))
        {
            offset = 0;
            return 1;
        }

        var at = text[0] == ' ' ? 1 : 0;
        var rest = text[at..];
        if (rest.Length >= 3 && rest[0] is (byte)'+' or (byte)'-')
        {
            var length = rest.Length >= 6 && rest[3] == ':' ? 6 : rest.Length >= 5 && IsDigit(rest[3]) ? 5 : 3;
            int hours = Number(rest.Slice(1, 2)), minutes = length == 3 ? 0 : Number(rest.Slice(length - 2, 2));
            if (hours is < 0 or > 18 || minutes is < 0 or > 59) return 0;
            if (length < rest.Length && char.IsAsciiLetterOrDigit((char)rest[length])) return 0;
            offset = written = (short)((rest[0] == '-' ? -1 : 1) * (hours * 60 + minutes));
            return at + length;
        }

        if (at == 0) return 0;
        var end = 0;
        while (end < rest.Length && rest[end] is >= (byte)'A' and <= (byte)'Z') end++;
        if (end is < 3 or > 4) return 0;
        var colon = end < rest.Length && rest[end] == ':';
        var universal = rest[..end].SequenceEqual("UTC"u8) || rest[..end].SequenceEqual("GMT"u8);
        if (!universal && !colon) return 0;
        if (universal && !colon && end < rest.Length && rest[end] != ' ') return 0;
        offset = universal ? (short)0 : Abbreviated(rest[..end]);
        return offset == Activity.NoOffset ? 0 : at + end;
    }

    // Only abbreviations with one meaning among firewalls' documentation; IST and CST-of-China stay out.
    private static short Abbreviated(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("EST"u8) || name.SequenceEqual("CDT"u8)) return -300;
        if (name.SequenceEqual("EDT"u8)) return -240;
        if (name.SequenceEqual("MDT"u8)) return -360;
        if (name.SequenceEqual("MST"u8) || name.SequenceEqual("PDT"u8)) return -420;
        if (name.SequenceEqual("PST"u8)) return -480;
        if (name.SequenceEqual("CET"u8)) return 60;
        if (name.SequenceEqual("CEST"u8)) return 120;
        return name.SequenceEqual("JST"u8) ? (short)540 : Activity.NoOffset;
    }

    private static int Index(ReadOnlySpan<byte> names, ReadOnlySpan<byte> text)
    {
        if (text.Length < 4) return -1;
        for (var i = 0; i < names.Length; i += 3)
            if (text[0] == names[i] && text[1] == names[i + 1] && text[2] == names[i + 2]) return i / 3;
        return -1;
    }

    private static bool ReadSpaces(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] == ' ') at++;
        return at > start;
    }

    private static bool ReadShort(ReadOnlySpan<byte> text, ref int at, out int value)
    {
        value = 0;
        var start = at;
        while (at < text.Length && at < start + 2 && IsDigit(text[at])) value = value * 10 + (text[at++] - '0');
        return at > start;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            if (!IsDigit(c)) return -1;
            value = value * 10 + (c - '0');
        }

        return value;
    }

    private static bool IsDigit(byte c) => c is >= (byte)'0' and <= (byte)'9';
}
