using System.Buffers;
using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// Facts as bytes, for frames between shards and for snapshots: a version byte, a kind byte, then the fields in
/// order. The same fact gives the same bytes, so senders compare bytes to tell whether a summary changed. Rules
/// travel by id.
/// </summary>
public static class FactCodec
{
    public const byte Version = 2;

    private const byte SightingKind = 1, EdgeKind = 2, RingKind = 3, FindingsKind = 4, OwnKind = 6,
        ArtefactKind = 7;

    public static void Write(IBufferWriter<byte> into, Sighting s) => Write(into, s, s.Person, s.Version);

    /// <summary>As the account's shard sends it: under the directory's person and the version of its frame.</summary>
    public static void Write(IBufferWriter<byte> into, Sighting s, Key128 person, long version) =>
        FactFields.Write(Begin(into, SightingKind), s, person, version);

    /// <param name="bytes">What was written.</param>
    /// <param name="among">Where it will be applied: what is known there already is not made again.</param>
    /// <param name="into">One that nobody holds, to be filled.</param>
    public static Sighting ReadSighting(ReadOnlySpan<byte> bytes, ArtefactState? among = null, Sighting? into = null)
    {
        var reader = Open(bytes, SightingKind);
        return FactFields.ReadSighting(ref reader, among, into);
    }

    /// <summary>An artefact's whole state.</summary>
    public static void Write(IBufferWriter<byte> into, ArtefactState state)
    {
        var writer = Begin(into, ArtefactKind);
        writer.Key(state.Artefact);
        writer.Flag(state.IsCapped);
        writer.Count(state.Sightings.Count);
        foreach (var s in state.Sightings) FactFields.Write(writer, s, s.Person, s.Version);
    }

    public static ArtefactState ReadArtefact(ReadOnlySpan<byte> bytes)
    {
        var reader = Open(bytes, ArtefactKind);
        var (artefact, isCapped) = (reader.Key(), reader.Flag());
        var sightings = new List<Sighting>();
        for (var left = reader.Count(); left > 0; left--) sightings.Add(FactFields.ReadSighting(ref reader));
        return ArtefactState.From(artefact, isCapped, sightings);
    }

    public static void Write(IBufferWriter<byte> into, EdgeFact edge)
    {
        var writer = Begin(into, EdgeKind);
        writer.Key(edge.Artefact);
        writer.Byte((byte)edge.Type);
        writer.Text(edge.Value);
        writer.Byte((byte)edge.Class);
        writer.Int(edge.Degree);
        writer.Float(edge.Latitude);
        writer.Float(edge.Longitude);
        writer.Long(edge.Version);
        writer.Count(edge.Members.Length);
        foreach (var member in edge.Members)
        {
            writer.Key(member.Account);
            writer.Text(member.Name);
            writer.Key(member.Person);
            writer.Long(member.From);
            writer.Long(member.Until);
            writer.MaybeFlag(member.NeverAtHome);
        }
    }

    public static EdgeFact ReadEdge(ReadOnlySpan<byte> bytes)
    {
        var reader = Open(bytes, EdgeKind);
        var edge = new EdgeFact
        {
            Artefact = reader.Key(),
            Type = (ArtefactType)reader.Byte(),
            Value = reader.Text(),
            Class = (NetworkClass)reader.Byte(),
            Degree = reader.Int(),
            Latitude = reader.Float(),
            Longitude = reader.Float(),
            Version = reader.Long(),
        };
        var members = ImmutableArray.CreateBuilder<EdgeMember>();
        for (var left = reader.Count(itemBytes: 50); left > 0; left--)
            members.Add(new EdgeMember(reader.Key(), reader.Text(), reader.Key(), reader.Long(), reader.Long(), reader
                .MaybeFlag()));
        return edge with { Members = members.ToImmutable() };
    }

    /// <summary>Null is written too: the account belongs to no ring.</summary>
    public static void Write(IBufferWriter<byte> into, RingFact? ring)
    {
        var writer = Begin(into, RingKind);
        writer.Flag(ring is not null);
        if (ring is null) return;
        writer.Text(ring.Id);
        writer.MaybeLong(ring.PageTime);
        writer.MaybeLong(ring.TicketTime);
        writer.Long(ring.Version);
        writer.Count(ring.Timeline.Length);
        foreach (var moment in ring.Timeline)
        {
            writer.Long(moment.Time);
            writer.Double(moment.Score);
        }
    }

    public static RingFact? ReadRing(ReadOnlySpan<byte> bytes)
    {
        var reader = Open(bytes, RingKind);
        if (!reader.Flag()) return null;
        var ring = new RingFact
        {
            Id = reader.Text(),
            PageTime = reader.MaybeLong(),
            TicketTime = reader.MaybeLong(),
            Version = reader.Long(),
        };
        var timeline = ImmutableArray.CreateBuilder<RingMoment>();
        for (var left = reader.Count(itemBytes: 16); left > 0; left--) timeline
            .Add(new RingMoment(reader.Long(), reader.Double()));
        return ring with { Timeline = timeline.ToImmutable() };
    }

    public static void Write(IBufferWriter<byte> into, ImmutableArray<Finding> findings)
    {
        var writer = Begin(into, FindingsKind);
        writer.Count(findings.Length);
        foreach (var finding in findings) FactFields.Write(writer, finding);
    }

    /// <param name="bytes">What was written.</param>
    /// <param name="ruleOf">The catalogue's rule of an id; null refuses the bytes.</param>
    public static ImmutableArray<Finding> ReadFindings(ReadOnlySpan<byte> bytes, Func<string, Rule?> ruleOf)
    {
        var reader = Open(bytes, FindingsKind);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        for (var left = reader.Count(); left > 0; left--) findings.Add(FactFields.ReadFinding(ref reader, ruleOf));
        return findings.ToImmutable();
    }

    public static void Write(IBufferWriter<byte> into, OwnFact own)
    {
        var writer = Begin(into, OwnKind);
        writer.Key(own.Account);
        writer.Long(own.Version);
        writer.Count(own.Rules.Length);
        foreach (var rule in own.Rules)
        {
            writer.Text(rule.Id);
            writer.Byte((byte)rule.Group);
            writer.Long(rule.HalfLife.Ticks);
            writer.Count(rule.Claims.Length);
            foreach (var claim in rule.Claims)
            {
                writer.Long(claim.Time);
                writer.Double(claim.Nats);
            }
        }
    }

    public static OwnFact ReadOwn(ReadOnlySpan<byte> bytes)
    {
        var reader = Open(bytes, OwnKind);
        var own = new OwnFact { Account = reader.Key(), Version = reader.Long() };
        var rules = ImmutableArray.CreateBuilder<OwnRule>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (id, group, halfLife) = (reader.Text(), FactFields.GroupOf(reader.Byte()), new TimeSpan(reader.Long()));
            var claims = ImmutableArray.CreateBuilder<OwnClaim>();
            for (var more = reader.Count(itemBytes: 16); more > 0; more--) claims
                .Add(new OwnClaim(reader.Long(), reader.Double()));
            rules.Add(new OwnRule(id, group, halfLife, claims.ToImmutable()));
        }

        return own with { Rules = rules.ToImmutable() };
    }

    private static FactWriter Begin(IBufferWriter<byte> into, byte kind)
    {
        var writer = new FactWriter(into);
        writer.Byte(Version);
        writer.Byte(kind);
        return writer;
    }

    private static FactReader Open(ReadOnlySpan<byte> bytes, byte kind)
    {
        var reader = new FactReader(bytes);
        var version = reader.Byte();
        if (version != Version) throw new FormatException($"a fact of version {version}, this program reads {Version}");
        var found = reader.Byte();
        return found == kind ? reader : throw new FormatException($"a fact of kind {found} where {kind} was expected");
    }
}
