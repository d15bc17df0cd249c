namespace Streams.Files;

public enum ContentKind : byte { Plain, Gzip, Zip, Unread }

/// <summary>What a file holds, told by its first bytes and never by its name: exports are renamed, and names
/// lie.</summary>
public static class FileContent
{
    /// <summary>Enough for every signature below, the tar one (at 257) included.</summary>
    public const int HeadBytes = 512;

    /// <summary><paramref name="what"/> names content that is known and that no log reader could use.</summary>
    public static ContentKind Detect(ReadOnlySpan<byte> head, out string? what)
    {
        what = null;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return ContentKind.Gzip;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return ContentKind.Zip;
        what = Unread(head);
        return what is null ? ContentKind.Plain : ContentKind.Unread;
    }

    /// <summary>Data that a caller should unpack first: leaving it out would lose records, so it fails instead of
    /// being skipped.</summary>
    public static bool IsPacked(string what) => what.EndsWith("unpack it first", StringComparison.Ordinal);

    private static string? Unread(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])) return Packed("zstd-compressed");
        if (head.Length > 5 && head[0] == 0xFD && head[1..].StartsWith("7zXZ\0"u8)) return Packed("xz-compressed");
        if (head.StartsWith("BZh"u8) && head[3..].IndexOf("1AY&SY"u8) == 1) return Packed("bzip2-compressed");
        if (head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF])) return Packed("a 7-Zip archive");
        if (head.Length > 262 && head[257..].StartsWith("ustar"u8)) return Packed("a tar archive");
        if (head.StartsWith("ElfFile\0"u8)) return Packed("a Windows event log (evtx)");
        if (head.StartsWith("PAR1"u8)) return Packed("a Parquet file");
        if (head.StartsWith("SQLite format 3\0"u8)) return "a SQLite database";
        if (head.StartsWith("\u007FELF"u8)) return "a program";
        if (head.StartsWith("MZ"u8) && head.IndexOf((byte)0) is >= 0 and < 16) return "a Windows program";
        if (head.Length > 3 && head[0] == 0x89 && head[1..].StartsWith("PNG"u8)) return "a picture";
        if (head.StartsWith("GIF8"u8)) return "a picture";
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "a picture";
        if (head.StartsWith("%PDF-"u8)) return "a PDF document";
        return IsCapture(head) ? "a packet capture" : null;
    }

    private static bool IsCapture(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xD4, 0xC3, 0xB2, 0xA1])
            || head.StartsWith((ReadOnlySpan<byte>)[0xA1, 0xB2, 0xC3, 0xD4])
        || head.StartsWith((ReadOnlySpan<byte>)[0x0A, 0x0D, 0x0D, 0x0A]);

    private static string Packed(string what) => what + ", which is not read: unpack it first";
}
