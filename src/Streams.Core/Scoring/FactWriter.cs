using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>Little-endian numbers, variable-length counts, UTF-8 with its length: the bytes of facts.</summary>
internal readonly struct FactWriter(IBufferWriter<byte> into)
{
    public void Byte(byte value)
    {
        into.GetSpan(1)[0] = value;
        into.Advance(1);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void MaybeFlag(bool? value) => Byte(value switch { true => 2, false => 1, _ => 0 });

    public void Count(int value)
    {
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            Byte((byte)((rest & 0x7F) | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into.GetSpan(4), value);
        into.Advance(4);
    }

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into.GetSpan(8), value);
        into.Advance(8);
    }

    public void ULong(ulong value) => Long(unchecked((long)value));

    public void MaybeLong(long? value)
    {
        Flag(value is not null);
        if (value is { } known) Long(known);
    }

    public void Double(double value) => Long(BitConverter.DoubleToInt64Bits(value));

    public void Struct<T>(in T value) where T : unmanaged
    {
        MemoryMarshal.Write(into.GetSpan(Unsafe.SizeOf<T>()), in value);
        into.Advance(Unsafe.SizeOf<T>());
    }

    public void Float(float value) => Int(BitConverter.SingleToInt32Bits(value));

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Count(length);
        Encoding.UTF8.GetBytes(text, into.GetSpan(Math.Max(1, length)));
        into.Advance(length);
    }

    public void MaybeText(string? text)
    {
        Flag(text is not null);
        if (text is not null) Text(text);
    }

    public void Texts(ImmutableArray<string> texts)
    {
        Count(texts.Length);
        foreach (var text in texts) Text(text);
    }

    public void Key(Key128 key)
    {
        ULong(key.Hi);
        ULong(key.Lo);
    }

    public void Ip(IpAddress ip)
    {
        ULong(ip.Hi);
        ULong(ip.Lo);
    }

    public void Evidence(in EvidenceRef evidence)
    {
        Long(evidence.Time);
        if (evidence.IsNone) return;
        Int(evidence.Source);
        Int(unchecked((int)evidence.Record));
        Int(evidence.Part);
        Byte((byte)evidence.Kind);
        Byte(evidence.Format);
        Int(evidence.Country.Value);
        Byte((byte)evidence.Class);
        Byte(evidence.Hinted);
        Float(evidence.Latitude);
        Float(evidence.Longitude);
        Ip(evidence.Ip);
        var id = evidence.EventId;
        ((ReadOnlySpan<byte>)id).CopyTo(into.GetSpan(24));
        into.Advance(24);
    }
}
