using System.Globalization;
using System.Text;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Ingest;

/// <summary>
/// What was not understood, on <c>streams.quarantine</c>: the original bytes, key and headers, and in headers where it
/// came from and why.
/// </summary>
public static class Quarantine
{
    public const string Reason = "streams.reason", Source = "streams.source", Version = "streams.version";

    public static readonly Partition Partition = new(Topics.Quarantine, 0);

    private static readonly byte[] ProgramVersion =
        Encoding.ASCII.GetBytes(typeof(Quarantine).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>A piece of a record (one of a batch) goes there by itself.</summary>
    public static void Append(ILog log, SourcePartition source, in LogRecord record, ReadOnlySpan<byte> bytes, string reason)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{source.Log.Topic}/{source.Log.Index}/{record.Offset}");
        var headers = new List<LogHeader>(record.Headers ?? [])
        {
            new(Reason, Encoding.UTF8.GetBytes(reason)),
            new(Source, Encoding.UTF8.GetBytes(place)),
            new(Version, ProgramVersion),
        };
        log.Append(Partition, bytes, record.Key, headers);
    }

    /// <summary>What was decoded, and cannot be stepped.</summary>
    public static void Append(ILog log, string place, byte[] bytes, string reason) => log.Append(
        Partition, bytes, default,
        [
            new(Reason, Encoding.UTF8.GetBytes(reason)),
            new(Source, Encoding.UTF8.GetBytes(place)),
            new(Version, ProgramVersion),
        ]);
}
