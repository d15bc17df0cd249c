using System.Globalization;

namespace Streams.Core.Enrichment.MaxMind;

/// <summary>What a database says of itself.</summary>
public sealed record MmdbMetadata
{
    private static readonly byte[] Marker = [0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8];

    /// <summary>The format allows the metadata to be in the last 128 KiB only.</summary>
    private const int SearchMax = 128 * 1024;

    public required uint NodeCount { get; init; }

    /// <summary>Bits: 24, 28 or 32.</summary>
    public required int RecordSize { get; init; }

    public required int IpVersion { get; init; }

    public required string DatabaseType { get; init; }

    public ulong BuildEpoch { get; init; }

    public required int FormatMajor { get; init; }

    /// <summary>Reads the metadata; <paramref name="markerAt"/> is where everything else ends.</summary>
    public static MmdbMetadata Read(string file, byte[] bytes, out int markerAt)
    {
        var from = Math.Max(0, bytes.Length - SearchMax);
        var found = bytes.AsSpan(from).LastIndexOf(Marker);
        if (found < 0)
        {
            throw new MmdbException(file, bytes.Length, "no metadata marker in the last 128 KiB",
                "a MaxMind DB file (its metadata follows the bytes AB CD EF and 'MaxMind.com')");
        }

        markerAt = from + found;
        var start = markerAt + Marker.Length;
        var section = new MmdbSection(file, bytes, start, bytes.Length);
        if (new MmdbDecoder(section).Decode(start) is not Dictionary<string, object> map)
            throw section.Error(start, "metadata that is no map", "a map");

        var metadata = new MmdbMetadata
        {
            NodeCount = (uint)Number(section, map, "node_count", uint.MaxValue),
            RecordSize = (int)Number(section, map, "record_size", 255),
            IpVersion = (int)Number(section, map, "ip_version", 255),
            FormatMajor = (int)Number(section, map, "binary_format_major_version", 255),
            BuildEpoch = map.TryGetValue("build_epoch", out var epoch) && epoch is ulong or uint or ushort
                ? Convert.ToUInt64(epoch, CultureInfo.InvariantCulture) : 0,
            DatabaseType = map.GetValueOrDefault("database_type") as string ?? "",
        };
        if (metadata.FormatMajor != 2) throw Bad(section, "binary_format_major_version", metadata.FormatMajor, "2");
        if (metadata.RecordSize is not (24 or 28 or 32)) throw Bad(section, "record_size", metadata.RecordSize, "24, 28 or 32");
        if (metadata.IpVersion is not (4 or 6)) throw Bad(section, "ip_version", metadata.IpVersion, "4 or 6");
        return metadata;
    }

    private static ulong Number(MmdbSection section, Dictionary<string, object> map, string name, ulong max)
    {
        ulong? value = map.GetValueOrDefault(name) switch
        {
            ushort number => number,
            uint number => number,
            ulong number => number,
            int number when number >= 0 => (ulong)number,
            UInt128 number when number <= ulong.MaxValue => (ulong)number,
            _ => null,
        };
        if (value is null || value > max)
            throw Bad(section, name, map.GetValueOrDefault(name), string.Create(CultureInfo.InvariantCulture, $"a number up to {max}"));
        return value.Value;
    }

    private static MmdbException Bad(MmdbSection section, string name, object? found, string expected) =>
        section.Error(section.Start, $"{name} {(found is null ? "missing" : string.Create(CultureInfo.InvariantCulture, $"= {found}"))} in the metadata",
            expected);
}
