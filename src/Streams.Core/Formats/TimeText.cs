using System.Buffers.Text;

namespace Streams.Core.Formats;

/// <summary>
/// Times as logs write them: RFC 3339 and its relatives, month-first dates with slashes, epochs by their number of
/// digits. Fractions
/// of any length are cut to milliseconds. No allocation.
/// </summary>
public static class TimeText
{
    internal const long MinMs = -62_135_596_800_000 + 86_400_000, MaxMs = 253_402_300_799_999 - 86_400_000;

    public static bool TryParse(ReadOnlySpan<byte> text, out TimeValue time)
    {
        time = default;
        text = text.Trim((byte)' ');
        if (text.Length is < 8 or > 64) return false;
        if (text.Length > 10 && text[4] == '-' && text[7] == '-') return TryIso(text, out time);
        var slash = text.IndexOf((byte)'/');
        if (slash is 1 or 2) return TryMonthFirst(text, out time);
        return TryEpoch(text, out time);
    }

    /// <summary>
    /// 10 digits are seconds, 13 milliseconds, 16 microseconds, 19 nanoseconds; seconds may have a fraction.
    /// </summary>
    public static bool TryEpoch(ReadOnlySpan<byte> text, out TimeValue time)
    {
        time = default;
        var dot = text.IndexOf((byte)'.');
        var whole = dot < 0 ? text : text[..dot];
        if (!Utf8Parser.TryParse(whole, out long number, out var used) || used != whole.Length || number < 0) return false;
        var ms = 0;
        if (dot >= 0 && !TryFraction(text[(dot + 1)..], out ms, out used)) return false;
        if (dot >= 0 && used != text.Length - dot - 1) return false;
        time = new TimeValue(
            whole.Length switch
            {
                <= 11 => number * 1000 + ms,
                <= 14 => number,
                <= 17 => number / 1000,
                _ => number / 1_000_000,
            },
            0,
            TimeZoneMark.Utc);
        return true;
    }

    /// <summary>
    /// <c>2026-03-02T12:00:00.123Z</c>; also a blank for T, a comma before the fraction, no zone, <c>+0100</c>,
    /// <c>UTC</c>.
    /// </summary>
    public static bool TryIso(ReadOnlySpan<byte> text, out TimeValue time)
    {
        time = default;
        if (text.Length < 16 || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..10], out var day) || text[10] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return false;
        }

        return TryClock(text[11..], out var ms, out var rest) && TryZone(rest, out var offset, out var zone)
            && TryMake(year, month, day, ms, offset, zone, out time);
    }

    /// <summary>Milliseconds of day and what follows, from <c>h:mm[:ss[.fraction]]</c>.</summary>
    public static bool TryClock(ReadOnlySpan<byte> text, out long ms, out ReadOnlySpan<byte> rest)
    {
        ms = 0;
        rest = text;
        var colon = text.IndexOf((byte)':');
        if (colon is not (1 or 2) || text.Length < colon + 3) return false;
        if (!TryDigits(text[..colon], out var hour) || !TryDigits(text.Slice(colon + 1, 2), out var minute)) return false;
        rest = text[(colon + 3)..];
        var second = 0;
        var fraction = 0;
        if (rest.Length > 2 && rest[0] == ':')
        {
            if (!TryDigits(rest.Slice(1, 2), out second)) return false;
            rest = rest[3..];
            if (rest.Length > 1 && rest[0] is (byte)'.' or (byte)',' && TryFraction(rest[1..], out fraction, out var used))
            {
                rest = rest[(used + 1)..];
            }
        }

        // A leap second is the last one once more.
        if (second == 60) second = 59;
        if (hour > 23 || minute > 59 || second > 59) return false;
        ms = ((hour * 60L + minute) * 60 + second) * 1000 + fraction;
        return true;
    }

    /// <summary>Nothing, Z, UTC, GMT, or an offset with or without colon; nothing may follow.</summary>
    public static bool TryZone(ReadOnlySpan<byte> text, out short offset, out TimeZoneMark zone)
    {
        offset = 0;
        zone = TimeZoneMark.None;
        text = text.Trim((byte)' ');
        if (text.IsEmpty) return true;
        zone = TimeZoneMark.Utc;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z') return true;
        if (text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8)) return true;
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6)) return false;
        var minutesAt = text.Length == 6 ? 4 : 3;
        if (text.Length == 6 && text[3] != ':') return false;
        var minutes = 0;
        if (!TryDigits(text[1..3], out var hours) || (text.Length > 3 && !TryDigits(text.Slice(minutesAt, 2), out minutes))) return false;
        if (hours > 18 || minutes > 59) return false;
        offset = (short)((hours * 60 + minutes) * (text[0] == '-' ? -1 : 1));
        zone = TimeZoneMark.Offset;
        return true;
    }

    /// <summary>Builds the moment; false for a day that the month does not have.</summary>
    public static bool TryMake(int year, int month, int day, long msOfDay, short offset, TimeZoneMark zone, out TimeValue time)
    {
        time = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay - 719_162;
        time = new TimeValue(days * 86_400_000L + msOfDay - offset * 60_000L, offset, zone);
        return true;
    }

    public static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > 9) return false;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + (c - '0');
        }

        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int ms, out int used)
    {
        ms = 0;
        used = 0;
        while (used < text.Length && text[used] is >= (byte)'0' and <= (byte)'9')
        {
            if (used < 3) ms = ms * 10 + (text[used] - '0');
            used++;
        }

        for (var i = used; i < 3; i++) ms *= 10;
        return used > 0;
    }

    /// <summary><c>1/9/2007 10:41:00 AM +01:00</c>, month first; without AM or PM the clock has 24 hours.</summary>
    private static bool TryMonthFirst(ReadOnlySpan<byte> text, out TimeValue time)
    {
        time = default;
        var blank = text.IndexOf((byte)' ');
        if (blank < 8) return false;
        var date = text[..blank];
        var first = date.IndexOf((byte)'/');
        var second = date[(first + 1)..].IndexOf((byte)'/') + first + 1;
        if (second <= first || !TryDigits(date[..first], out var month) || !TryDigits(date[(first + 1)..second], out var day)
            || date.Length - second != 5 || !TryDigits(date[(second + 1)..], out var year)
            || !TryClock(text[(blank + 1)..].TrimStart((byte)' '), out var ms, out var rest))
        {
            return false;
        }

        rest = rest.TrimStart((byte)' ');
        if (rest.Length >= 2 && (rest[1] | 0x20) == 'm' && (rest[0] | 0x20) is 'a' or 'p')
        {
            const long Noon = 12 * 3_600_000L;
            var isAfternoon = (rest[0] | 0x20) == 'p';
            if (ms >= Noon + 3_600_000L) return false;
            if (ms >= Noon) ms -= Noon;
            if (isAfternoon) ms += Noon;
            rest = rest[2..];
        }

        return TryZone(rest, out var offset, out var zone) && TryMake(year, month, day, ms, offset, zone, out time);
    }
}
