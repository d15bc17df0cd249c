using Streams.Core.Activities;

namespace Streams.Core.Formats;

public enum RecordShape : byte { Json, Text, GitLog }

/// <summary>
/// One log format: how to recognise it, which fields it reads, and the mapping from those to an <see cref="Activity"/>.
/// Stateless and shared between decoders; scratch lives in <see cref="DecodeScratch"/>.
/// </summary>
public abstract class Format
{
    /// <summary>The stable name, also the folder of its samples.</summary>
    public abstract string Name { get; }

    public abstract RecordShape Shape { get; }

    /// <summary>The name's number in frames, set by the catalogue.</summary>
    public byte Code { get; internal set; }

    /// <summary>
    /// 0 for a format whose signature nobody else has. Generic ones (key-value, OCSF, ECS last) say more: they are
    /// asked in that order
    /// after all others, so that what a record is never depends on what came before it.
    /// </summary>
    public virtual int Order => 0;

    /// <summary>
    /// A cheap test on the bytes; may claim too much, never too little. <see cref="Decode"/> has the last word.
    /// </summary>
    public abstract bool MayBe(ReadOnlySpan<byte> record);

    /// <summary>
    /// Fills <paramref name="activity"/>, which comes cleared; <see cref="DecodeResult.NotMine"/> lets the next format
    /// try.
    /// </summary>
    public abstract DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity);
}

public enum DecodeStatus : byte { Decoded, Ignored, Quarantined, NotMine }

/// <summary>
/// What became of a record. A quarantined one says why, in a sentence that names what was found and what was expected.
/// </summary>
public readonly record struct DecodeResult(DecodeStatus Status, string? Reason = null)
{
    public static readonly DecodeResult Decoded = new(DecodeStatus.Decoded);
    public static readonly DecodeResult Ignored = new(DecodeStatus.Ignored);
    public static readonly DecodeResult NotMine = new(DecodeStatus.NotMine);

    public static DecodeResult Quarantined(string reason) => new(DecodeStatus.Quarantined, reason);
}

/// <summary>
/// A record after unwrapping: its bytes, what a syslog header said of it, and the settings of its source.
/// </summary>
public readonly struct RawRecord(byte[] buffer, int start, int length, SourceSettings source, SyslogHeader header = default)
{
    public byte[] Buffer { get; } = buffer;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public SourceSettings Source { get; } = source;

    public SyslogHeader Header { get; } = header;

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(Start, Length);

    public Utf8Text Text(int start, int length) => new(Buffer, Start + start, length);
}

/// <summary>What the operator says of a source.</summary>
public sealed record SourceSettings
{
    /// <summary>A format's name, or null to recognise by content.</summary>
    public string? Format { get; init; }

    /// <summary>Zone of times that carry none; null is UTC with <see cref="TimeQuality.AssumedZone"/>.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Completes a login without domain to an account (<c>corp.example</c>).</summary>
    public string? Domain { get; init; }

    /// <summary>
    /// When the records were received, Unix ms: Kafka's timestamp, or <c>--now</c>. Years are guessed from it.
    /// </summary>
    public long ReceivedMs { get; init; }

    public static readonly SourceSettings Default = new();
}

/// <summary>The innermost syslog header that carried a time.</summary>
public readonly record struct SyslogHeader(long Time, short Offset, TimeQuality Quality, Utf8Text Host, Utf8Text App)
{
    public bool HasTime => Time != 0;
}
