using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>The fields of sightings and findings, in the order in which they are written.</summary>
internal static class FactFields
{
    public static void Write(FactWriter writer, Sighting s)
    {
        writer.Key(s.Account);
        writer.Text(s.AccountName);
        writer.Key(s.Person);
        writer.Byte((byte)s.Type);
        writer.Key(s.Artefact);
        writer.Text(s.Value);
        writer.Long(s.First);
        writer.Long(s.Last);
        writer.Long(s.StickyFrom);
        writer.Int(s.StickyLastDay);
        writer.Int(s.Days);
        writer.Double(s.Share);
        writer.Flag(s.Managed);
        writer.Flag(s.SharedHost);
        writer.Byte((byte)s.Class);
        writer.Key(s.OwnDevice);
        writer.Int(unchecked((int)s.OwnDeviceSpace));
        writer.Ip(s.LastIp);
        writer.Float(s.Latitude);
        writer.Float(s.Longitude);
        writer.Float(s.RadiusKm);
        writer.MaybeFlag(s.NeverAtHome);
        writer.Evidence(s.FirstEvidence);
        writer.Evidence(s.LastEvidence);
        writer.Long(s.AsOf);
        writer.Long(s.Version);
        writer.Flag(s.Withdrawn);
    }

    public static Sighting ReadSighting(ref FactReader reader) => new()
    {
        Account = reader.Key(),
        AccountName = reader.Text(),
        Person = reader.Key(),
        Type = (ArtefactType)reader.Byte(),
        Artefact = reader.Key(),
        Value = reader.Text(),
        First = reader.Long(),
        Last = reader.Long(),
        StickyFrom = reader.Long(),
        StickyLastDay = reader.Int(),
        Days = reader.Int(),
        Share = reader.Double(),
        Managed = reader.Flag(),
        SharedHost = reader.Flag(),
        Class = (NetworkClass)reader.Byte(),
        OwnDevice = reader.Key(),
        OwnDeviceSpace = unchecked((uint)reader.Int()),
        LastIp = reader.Ip(),
        Latitude = reader.Float(),
        Longitude = reader.Float(),
        RadiusKm = reader.Float(),
        NeverAtHome = reader.MaybeFlag(),
        FirstEvidence = reader.Evidence(),
        LastEvidence = reader.Evidence(),
        AsOf = reader.Long(),
        Version = reader.Long(),
        Withdrawn = reader.Flag(),
    };

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
