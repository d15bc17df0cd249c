using System.Buffers;
using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Runtime.Shards;

/// <summary>Facts as the bytes that frames carry; one scratch an actor.</summary>
public sealed class FactBytes
{
    private readonly ArrayBufferWriter<byte> _scratch = new(1024);

    public ReadOnlySpan<byte> Of(Sighting sighting, Key128 person, long version)
    {
        _scratch.ResetWrittenCount();
        FactCodec.Write(_scratch, sighting, person, version);
        return _scratch.WrittenSpan;
    }

    public ReadOnlySpan<byte> Of(ArtefactState artefact)
    {
        _scratch.ResetWrittenCount();
        FactCodec.Write(_scratch, artefact);
        return _scratch.WrittenSpan;
    }

    public ReadOnlySpan<byte> Of(EdgeFact edge)
    {
        _scratch.ResetWrittenCount();
        FactCodec.Write(_scratch, edge);
        return _scratch.WrittenSpan;
    }

    public ReadOnlySpan<byte> Of(OwnFact own)
    {
        _scratch.ResetWrittenCount();
        FactCodec.Write(_scratch, own);
        return _scratch.WrittenSpan;
    }

    public ReadOnlySpan<byte> Of(RingFact? ring)
    {
        _scratch.ResetWrittenCount();
        FactCodec.Write(_scratch, ring);
        return _scratch.WrittenSpan;
    }

    public ReadOnlySpan<byte> Of(ImmutableArray<Finding> findings)
    {
        _scratch.ResetWrittenCount();
        FactCodec.Write(_scratch, findings);
        return _scratch.WrittenSpan;
    }
}
