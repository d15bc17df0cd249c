using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Tenants;

public enum TenantAggregateKind : byte { NightLoss = 1, EntrySuspended = 2, NightFullHours = 3 }

/// <summary>
/// What the tenant tells every shard: a country's lost sleep of a day (hours), a watchlist entry suspended from a time,
/// or how short a quiet arc must be on a day to count in full (hours).
/// </summary>
public readonly record struct TenantAggregate(TenantAggregateKind Kind, long Time, CountryCode Country, Key128 Entry, double Value)
{
    /// <summary>One night and country, one entry, or one night.</summary>
    public Key128 Key => Kind switch
    {
        TenantAggregateKind.NightLoss => new Key128((ulong)Time, Country.Value).With(Key128.Of("night")),
        TenantAggregateKind.NightFullHours => new Key128((ulong)Time, 0).With(Key128.Of("full")),
        _ => Entry.With(Key128.Of("entry")),
    };
}

/// <summary>The bytes of both. Version 1: plain fields in order.</summary>
internal static class TenantReports
{
    public static byte[] Encode(in TenantReport report)
    {
        var bytes = new ByteWriter(64);
        bytes.Byte((byte)report.Kind);
        bytes.Struct(report.Account);
        bytes.Int64(report.Time);
        bytes.Struct(report.Country);
        bytes.Struct(report.Subject);
        bytes.Struct(report.Value);
        bytes.Struct(report.Earlier);
        return bytes.ToArray();
    }

    public static TenantReport Decode(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        return new TenantReport(
            (TenantReportKind)reader.Byte(), reader.Struct<Key128>(), reader.Int64(), reader.Struct<CountryCode>(), reader.Struct<Key128>(),
            reader.Struct<double>(), reader.Struct<double>());
    }

    public static byte[] Encode(in TenantAggregate aggregate)
    {
        var bytes = new ByteWriter(64);
        bytes.Byte((byte)aggregate.Kind);
        bytes.Int64(aggregate.Time);
        bytes.Struct(aggregate.Country);
        bytes.Struct(aggregate.Entry);
        bytes.Struct(aggregate.Value);
        return bytes.ToArray();
    }

    public static TenantAggregate DecodeAggregate(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        return new TenantAggregate(
            (TenantAggregateKind)reader.Byte(), reader.Int64(), reader.Struct<CountryCode>(), reader.Struct<Key128>(),
                reader.Struct<double>());
    }
}
