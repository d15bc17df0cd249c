using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Inputs;
using Streams.Cli.Reference;
using Streams.Core.Activities;

namespace Streams.Cli.Running;

/// <summary>
/// Tables and settings as one content that goes over the log: the CSV files as they are, databases by hash (they are too
/// large, and every worker has them), settings as JSON.
/// </summary>
internal sealed record TableBundle
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public byte[]? Networks { get; init; }

    public byte[]? Directory { get; init; }

    public byte[]? Watchlist { get; init; }

    public byte[]? Allow { get; init; }

    /// <summary>SHA-256 of the MaxMind databases, in order.</summary>
    public IReadOnlyList<string> Geo { get; init; } = [];

    public DetectionsConfiguration Detections { get; init; } = new();

    public IReadOnlyList<SourceConfiguration> Sources { get; init; } = [];

    /// <summary>What the files hold now.</summary>
    public static TableBundle Read(StreamsConfiguration configuration)
    {
        var (score, rings) = (configuration.Detections.Score, configuration.Detections.Rings);
        var tables = configuration.Tables;
        var hashes = FileTables.Hash256(new TablesConfiguration { Geo = tables.Geo });
        return new TableBundle
        {
            Networks = Bytes(tables.Networks),
            Directory = tables.DirectoryTopic is null ? Bytes(tables.Directory) : DirectoryTopic.ReadCsv(configuration),
            Watchlist = Bytes(tables.Watchlist) ?? TableFiles.Shipped("watchlist.csv"),
            Allow = Bytes(tables.Allow),
            Geo = [.. hashes.Values.Order(StringComparer.Ordinal)],
            Detections = configuration.Detections with
            {
                Score = score with { CloseScore = configuration.Alerts.CloseBelow },
                Rings = rings with { CloseScore = configuration.Alerts.CloseBelow },
            },
            Sources = [.. configuration.Sources.OrderBy(s => s.Topic, StringComparer.Ordinal)],
        };
    }

    public byte[] ToBytes()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) JsonSerializer.Serialize(gzip, this, Json);
        return packed.ToArray();
    }

    public static TableBundle From(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<TableBundle>(gzip, Json) ?? throw new InvalidDataException("the tables on the control log are empty");
    }

    /// <summary>The version is the content's hash: equal files are one version on any machine.</summary>
    public Key128 Version()
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Json));
        return new Key128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }

    private static byte[]? Bytes(string? path) => path is null ? null : File.ReadAllBytes(path);
}
