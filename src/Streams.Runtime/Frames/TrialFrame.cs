using System.Text;
using Streams.Core.Activities;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Frames;

/// <summary>
/// A place in a log partition: a record, and a part of it: 1 the first event or fact, <see cref="Rest"/> what follows
/// from all of them.
/// </summary>
public readonly record struct Suspect(long Offset, int Part)
{
    public const int Rest = int.MaxValue;

    public static readonly Suspect None = new(-1, 0);
}

/// <summary>
/// What the owner of a partition was about when it wrote this; read by the one after it. Under one key a partition, so
/// that the last one counts, and gone where an owner left with a word. Payload version 1: set aside u8 · topic · partition
/// i32 · life (16 bytes) · ends i32 · from i64 · to i64 · suspect (i64, i32) · tries i32 · stepping (i64, i32).
/// </summary>
public sealed record TrialFrame(Partition Partition)
{
    /// <summary>The suspect is left out for good: its own key, never replaced.</summary>
    public bool IsSetAside { get; init; }

    /// <summary>The process; zero for one that left in the middle, which was no end.</summary>
    public Key128 Life { get; init; }

    /// <summary>Processes that ended without a word one after the other, none of which had come past what was there.</summary>
    public int Ends { get; init; }

    /// <summary>Records [from, to) of which one is suspected; empty: none.</summary>
    public long From { get; init; }

    public long To { get; init; }

    /// <summary>What a process ended at.</summary>
    public Suspect Suspect { get; init; } = Suspect.None;

    /// <summary>Processes that ended while it was stepped, one after the other.</summary>
    public int Tries { get; init; }

    /// <summary>What is being stepped now, by itself.</summary>
    public Suspect Stepping { get; init; } = Suspect.None;

    public byte[] Key => Encoding.UTF8.GetBytes(
        IsSetAside ? $"aside/{Partition}/{Suspect.Offset}/{Suspect.Part}" : $"trial/{Partition}");

    public byte[] Encode() => ControlFrames.Encode(FrameKind.Trial, this, static (to, f) =>
    {
        to.Byte(f.IsSetAside ? (byte)1 : (byte)0);
        to.Block(Encoding.UTF8.GetBytes(f.Partition.Topic));
        to.Int32(f.Partition.Index);
        to.Struct(f.Life);
        to.Int32(f.Ends);
        to.Int64(f.From);
        to.Int64(f.To);
        to.Int64(f.Suspect.Offset);
        to.Int32(f.Suspect.Part);
        to.Int32(f.Tries);
        to.Int64(f.Stepping.Offset);
        to.Int32(f.Stepping.Part);
    });

    public static TrialFrame Decode(ReadOnlySpan<byte> frame)
    {
        var from = ControlFrames.Payload(frame);
        var isSetAside = from.Byte() != 0;
        return new TrialFrame(new Partition(Encoding.UTF8.GetString(from.Block()), from.Int32()))
        {
            IsSetAside = isSetAside,
            Life = from.Struct<Key128>(),
            Ends = from.Int32(),
            From = from.Int64(),
            To = from.Int64(),
            Suspect = new Suspect(from.Int64(), from.Int32()),
            Tries = from.Int32(),
            Stepping = new Suspect(from.Int64(), from.Int32()),
        };
    }
}
