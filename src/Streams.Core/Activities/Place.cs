using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Streams.Core.Activities;

public enum NetworkClass : byte { Unknown = 0, Fixed, Mobile, Hosting, Anonymiser, Corporate, Satellite }

[Flags]
public enum PlaceFlags : byte
{
    None = 0,
    /// <summary>Latitude and longitude are known.</summary>
    Located = 1,
    /// <summary>The organisation's own VPN or proxy exit: says nothing about where the person is.</summary>
    Egress = 2,
    /// <summary>A private, shared or documentation range: never located.</summary>
    Inside = 4,
    /// <summary>A privacy relay that honest people have switched on by default (iCloud Private Relay).</summary>
    AllowedRelay = 8,
    /// <summary>
    /// Latitude and longitude are the vendor's: not to be compared with a database's (formats.md §8 rule 4).
    /// </summary>
    Hinted = 16,
}

/// <summary>
/// Where an address is and what kind of line it is on, as far as tables and databases say. Blittable: it lives in state
/// and frames.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct Place
{
    /// <summary>Degrees.</summary>
    public float Latitude, Longitude;

    /// <summary>The 67 % circle of the location, km; 0 where the source gives none.</summary>
    public float RadiusKm;

    public uint Asn;
    public CountryCode Country;
    public NetworkClass Class;
    public PlaceFlags Flags;

    /// <summary>For people to read only; cut at 20 bytes.</summary>
    public ShortText City;

    public readonly bool IsLocated => (Flags & PlaceFlags.Located) != 0;

    public readonly bool IsEgress => (Flags & PlaceFlags.Egress) != 0;

    public readonly bool IsInside => (Flags & PlaceFlags.Inside) != 0;
}

/// <summary>ISO 3166-1 alpha-2 as two bytes; zero is unknown.</summary>
public readonly record struct CountryCode(ushort Value)
{
    public bool IsNone => Value == 0;

    public static CountryCode Parse(ReadOnlySpan<byte> text) =>
        text.Length == 2 && char.IsAsciiLetter((char)text[0]) && char.IsAsciiLetter((char)text[1])
            ? new CountryCode((ushort)(((text[0] & 0xDF) << 8) | (text[1] & 0xDF)))
            : default;

    public static CountryCode Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public override string ToString() => IsNone ? "" : new string([(char)(Value >> 8), (char)(Value & 0xFF)]);

    public string? ToStringOrNull() => IsNone ? null : ToString();
}

[InlineArray(20)]
public struct ShortText
{
    private byte _first;

    public static ShortText Of(ReadOnlySpan<byte> text)
    {
        var result = default(ShortText);
        if (text.Length > 20)
        {
            // Never cut a character in two.
            var end = 20;
            while (end > 0 && (text[end] & 0xC0) == 0x80) end--;
            text = text[..end];
        }

        text.CopyTo(result);
        return result;
    }

    public readonly override string ToString()
    {
        ReadOnlySpan<byte> all = this;
        var end = all.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? all : all[..end]);
    }
}
