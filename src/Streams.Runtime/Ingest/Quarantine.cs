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
    public const string Reason = "streams.reason", Source = "streams.source", Version = "streams.version", Piece = "streams.piece";

    private const int PieceMax = 1 << 20;

    public static readonly Partition Partition = new(Topics.Quarantine, 0);

    private static readonly byte[] ProgramVersion =
        Encoding.ASCII.GetBytes(typeof(Quarantine).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>A part of a record (one of a batch) goes there by itself.</summary>
    public static void Append(ILog log, SourcePartition source, in LogRecord record, ReadOnlySpan<byte> bytes, string reason)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{source.Log.Topic}/{source.Log.Index}/{record.Offset}");
        Append(log, place, bytes, reason, record.Key, record.Headers);
    }

    /// <summary>What was decoded, and cannot be stepped.</summary>
    public static void Append(ILog log, string place, byte[] bytes, string reason) => Append(log, place, bytes, reason, null, null);

    /// <summary>One that is larger than a topic of ours takes goes there in pieces, which say so.</summary>
    private static void Append(
        ILog log, string place, ReadOnlySpan<byte> bytes, string reason, byte[]? key, IReadOnlyList<LogHeader>? headers)
    {
        var beside = (key?.Length ?? 0) + (headers?.Sum(h => h.Name.Length + h.Value.Length) ?? 0L);
        if (beside > PieceMax) (key, headers, reason) = (null, null, $"{reason}; its key and headers of {beside} bytes are left out");
        var pieces = Math.Max(1, (bytes.Length + PieceMax - 1) / PieceMax);
        for (var i = 0; i < pieces; i++)
        {
            var piece = bytes[(i * PieceMax)..Math.Min(bytes.Length, (i + 1) * PieceMax)];
            var all = new List<LogHeader>(headers ?? [])
            {
                new(Reason, Encoding.UTF8.GetBytes(reason)),
                new(Source, Encoding.UTF8.GetBytes(place)),
                new(Version, ProgramVersion),
            };
            if (pieces > 1) all.Add(new(Piece, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i + 1}/{pieces}"))));
            log.Append(Partition, piece, key, all);
        }
    }
}
