using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>The fields of sightings and findings, in the order in which they are written.</summary>
internal static class FactFields
{
    /// <summary>
    /// The fixed part of a sighting, the fact that is told most: one copy instead of thirty small writes. The layout
    /// is the wire format.
    /// </summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct SightingHead
    {
        public Key128 Account, Person, Artefact, OwnDevice;
        public IpAddress LastIp;
        public long First, Last, StickyFrom, AsOf, Version;
        public double Share;
        public EvidenceRef FirstEvidence, LastEvidence;
        public float Latitude, Longitude, RadiusKm;
        public int StickyLastDay, Days;
        public uint OwnDeviceSpace;
        public ArtefactType Type;
        public NetworkClass Class;
        public byte Managed, SharedHost, NeverAtHome, Withdrawn;

        /// <summary>Always 0: equal facts are equal bytes.</summary>
        public ushort Reserved;
    }

    public static void Write(FactWriter writer, Sighting s, Key128 person, long version)
    {
        writer.Text(s.AccountName);
        writer.Text(s.Value);
        writer.Struct(new SightingHead
        {
            Account = s.Account,
            Person = person,
            Artefact = s.Artefact,
            OwnDevice = s.OwnDevice,
            LastIp = s.LastIp,
            First = s.First,
            Last = s.Last,
            StickyFrom = s.StickyFrom,
            AsOf = s.AsOf,
            Version = version,
            Share = s.Share,
            FirstEvidence = s.FirstEvidence,
            LastEvidence = s.LastEvidence,
            Latitude = s.Latitude,
            Longitude = s.Longitude,
            RadiusKm = s.RadiusKm,
            StickyLastDay = s.StickyLastDay,
            Days = s.Days,
            OwnDeviceSpace = s.OwnDeviceSpace,
            Type = s.Type,
            Class = s.Class,
            Managed = s.Managed ? (byte)1 : (byte)0,
            SharedHost = s.SharedHost ? (byte)1 : (byte)0,
            NeverAtHome = s.NeverAtHome switch { true => 2, false => 1, _ => 0 },
            Withdrawn = s.Withdrawn ? (byte)1 : (byte)0,
        });
        writer.Count(s.Uses.Count);
        for (var i = 0; i < s.Uses.Count; i++) writer.ULong(s.Uses[i]);
    }

    /// <param name="reader">Stands before the sighting.</param>
    /// <param name="among">The artefact that it is for, whose texts it mostly repeats.</param>
    /// <param name="into">One to be filled.</param>
    public static Sighting ReadSighting(ref FactReader reader, ArtefactState? among = null, Sighting? into = null)
    {
        var name = reader.TextBytes();
        var value = reader.TextBytes();
        ref readonly var head = ref reader.Struct<SightingHead>();
        var known = among?.Of(head.Account);
        var first = head.FirstEvidence;
        var uses = ReadUses(ref reader);
        // What joining would hand on: then it has nothing to add, and makes no copy.
        if (known is not null && first.IsNone && head.Version > known.Version)
            first = SightingOrder.At(known.FirstEvidence, SightingOrder.Began(head.Type, head.StickyFrom, head.First));
        if (known is not null) uses = known.Uses.Union(uses);
        var s = into ?? Sighting.Blank();
        s.Uses = uses;
        s.Account = head.Account;
        s.AccountName = FactReader.TextOf(name, known?.AccountName);
        s.Person = head.Person;
        s.Type = head.Type;
        s.Artefact = head.Artefact;
        s.Value = FactReader.TextOf(value, known?.Value);
        s.First = head.First;
        s.Last = head.Last;
        s.StickyFrom = head.StickyFrom;
        s.StickyLastDay = head.StickyLastDay;
        s.Days = head.Days;
        s.Share = head.Share;
        s.Managed = head.Managed != 0;
        s.SharedHost = head.SharedHost != 0;
        s.Class = head.Class;
        s.OwnDevice = head.OwnDevice;
        s.OwnDeviceSpace = head.OwnDeviceSpace;
        s.LastIp = head.LastIp;
        s.Latitude = head.Latitude;
        s.Longitude = head.Longitude;
        s.RadiusKm = head.RadiusKm;
        s.NeverAtHome = head.NeverAtHome switch { 2 => true, 1 => false, _ => null };
        s.FirstEvidence = first;
        s.LastEvidence = head.LastEvidence;
        s.AsOf = head.AsOf;
        s.Version = head.Version;
        s.Withdrawn = head.Withdrawn != 0;
        return s;
    }

    public static void Write(FactWriter writer, Finding finding)
    {
        writer.Text(finding.Id);
        writer.Text(finding.Rule.Id);
        writer.Key(finding.Subject);
        writer.Long(finding.Time);
        writer.Long(finding.LastTime);
        writer.Int(finding.Count);
        writer.Count(finding.Claims.Length);
        foreach (var claim in finding.Claims)
        {
            writer.Long(claim.Time);
            writer.Double(claim.Strength);
            writer.Double(claim.Weight);
            writer.Double(claim.Measure);
        }

        writer.Text(finding.Summary);
        writer.Count(finding.Facts.Length);
        foreach (var fact in finding.Facts)
        {
            writer.Text(fact.Name);
            writer.Double(fact.Number);
            writer.MaybeText(fact.Text);
        }

        writer.Count(finding.Evidence.Length);
        foreach (var evidence in finding.Evidence) writer.Evidence(evidence);
        writer.Texts(finding.Counterparts);
        writer.Count(finding.Artefacts.Length);
        foreach (var artefact in finding.Artefacts)
        {
            writer.Text(artefact.Type);
            writer.Text(artefact.Value);
        }

        writer.Text(finding.Threshold);
        writer.Text(finding.ThresholdOrigin);
        writer.Text(finding.Prevention);
        writer.MaybeText(finding.LevelFloor);
        writer.Flag(finding.PagesAlone);
        writer.Flag(finding.ReviewOnly);
    }

    public static Finding ReadFinding(ref FactReader reader, Func<string, Rule?> ruleOf)
    {
        var id = reader.Text();
        var rule = reader.Text();
        return new Finding
        {
            Id = id,
            Rule = ruleOf(rule) ?? throw new FormatException($"a finding of the unknown rule '{rule}'"),
            Subject = reader.Key(),
            Time = reader.Long(),
            LastTime = reader.Long(),
            Count = reader.Int(),
            Claims = ReadClaims(ref reader),
            Summary = reader.Text(),
            Facts = ReadFacts(ref reader),
            Evidence = ReadEvidence(ref reader),
            Counterparts = reader.Texts(),
            Artefacts = ReadArtefacts(ref reader),
            Threshold = reader.Text(),
            ThresholdOrigin = reader.Text(),
            Prevention = reader.Text(),
            LevelFloor = reader.MaybeText(),
            PagesAlone = reader.Flag(),
            ReviewOnly = reader.Flag(),
        };
    }

    public static RuleGroup GroupOf(byte value) =>
        value < Points.Groups ? (RuleGroup)value : throw new FormatException($"a fact of the unknown group {value}");

    private static DeviceUses ReadUses(ref FactReader reader)
    {
        Span<ulong> uses = stackalloc ulong[DeviceUses.Max];
        var count = reader.Count(itemBytes: sizeof(ulong));
        if (count > uses.Length) throw new FormatException("a sighting tells more uses than are kept");
        for (var i = 0; i < count; i++) uses[i] = reader.ULong();
        return DeviceUses.Of(uses[..count]);
    }

    private static ImmutableArray<Claim> ReadClaims(ref FactReader reader)
    {
        var claims = ImmutableArray.CreateBuilder<Claim>();
        for (var left = reader.Count(itemBytes: 32); left > 0; left--)
            claims.Add(new Claim(reader.Long(), reader.Double(), reader.Double(), reader.Double()));
        return claims.ToImmutable();
    }

    private static ImmutableArray<Fact> ReadFacts(ref FactReader reader)
    {
        var facts = ImmutableArray.CreateBuilder<Fact>();
        for (var left = reader.Count(); left > 0; left--) facts
            .Add(new Fact(reader.Text(), reader.Double(), reader.MaybeText()));
        return facts.ToImmutable();
    }

    private static ImmutableArray<EvidenceRef> ReadEvidence(ref FactReader reader)
    {
        var evidence = ImmutableArray.CreateBuilder<EvidenceRef>();
        for (var left = reader.Count(); left > 0; left--) evidence.Add(reader.Evidence());
        return evidence.ToImmutable();
    }

    private static ImmutableArray<Artefact> ReadArtefacts(ref FactReader reader)
    {
        var artefacts = ImmutableArray.CreateBuilder<Artefact>();
        for (var left = reader.Count(); left > 0; left--) artefacts.Add(new Artefact(reader.Text(), reader.Text()));
        return artefacts.ToImmutable();
    }
}
