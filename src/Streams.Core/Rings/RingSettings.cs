using Streams.Core.Activities;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>Numbers of detections.md §6.</summary>
public sealed record RingSettings
{
    public static readonly RingSettings Default = new();

    /// <summary>An edge lives this long after it was last seen.</summary>
    public int ExpiryDays { get; init; } = 90;

    /// <summary>One artefact of this type weight links by itself.</summary>
    public double StrongWeight { get; init; } = 2;

    /// <summary>Or this much (scaled) over two types.</summary>
    public double WeakTotal { get; init; } = 2.5;

    /// <summary>A component above this is noise: its weakest type of edge goes.</summary>
    public int ChainMax { get; init; } = 50;

    /// <summary>Homes nearer than this are one region.</summary>
    public double FarKm { get; init; } = 100;

    /// <summary>The artefact's rarity is measured against at least so many accounts.</summary>
    public int AccountsMin { get; init; } = 1000;

    public double MembersPerDoubling { get; init; } = 1.5;

    public double MembersMax { get; init; } = 4;

    public double HomesFarm { get; init; } = 3.5;

    public double HomesFar { get; init; } = 1.5;

    public double HomesUnknown { get; init; } = 0.5;

    public double Vendors { get; init; } = 1;

    public double SecondType { get; init; } = 1;

    public double PageScore { get; init; } = 90;

    public double TicketScore { get; init; } = 70;

    /// <summary>An alert rests below this, as an account's does.</summary>
    public double CloseScore { get; init; } = 55;

    /// <summary>Edge weight by type, before scaling by rarity.</summary>
    public static double TypeWeight(ArtefactType type) => type switch
    {
        ArtefactType.MfaDevice or ArtefactType.Phone or ArtefactType.Key => 3,
        ArtefactType.Device or ArtefactType.Ip or ArtefactType.Token => 2,
        _ => 0.7,
    };

    /// <summary>Term k: what is shared says how deliberate the sharing is.</summary>
    public static double ArtefactPoints(ArtefactType type) => type switch
    {
        ArtefactType.MfaDevice or ArtefactType.Phone or ArtefactType.Key => 3.5,
        ArtefactType.Device or ArtefactType.Token => 2,
        ArtefactType.Ip => 1.5,
        _ => 0.5,
    };

    /// <summary>More people than this at one artefact link nobody.</summary>
    public static int DegreeMax(ArtefactType type) => type switch
    {
        ArtefactType.Ip => 15,
        ArtefactType.MfaDevice or ArtefactType.Phone => 5,
        ArtefactType.Key or ArtefactType.Token => 3,
        _ => 8,
    };

    /// <summary>Edge weight scaled by rarity: a place of everybody links nobody.</summary>
    public double Scaled(ArtefactType type, int degree, int accounts)
    {
        var all = Math.Max(accounts, AccountsMin);
        return TypeWeight(type) * Math.Max(0, Math.Log((double)all / Math.Max(1, degree)) / Math.Log(all));
    }

    /// <summary>Hub suppression: neither a crowd nor a network of nobody's home links.</summary>
    public static bool Links(EdgeFact edge)
    {
        if (edge.Degree > DegreeMax(edge.Type)) return false;
        return edge.Type != ArtefactType.Ip || edge.Class is NetworkClass.Fixed or NetworkClass.Unknown;
    }
}
