using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>
/// The replaceable fact "these accounts share this artefact": what an artefact tells the rings. No members:
/// withdrawn. Intervals, not states, so that the ring at any time is a function of the newest facts.
/// </summary>
public sealed record EdgeFact
{
    public required Key128 Artefact { get; init; }

    public required ArtefactType Type { get; init; }

    public required string Value { get; init; }

    public NetworkClass Class { get; init; }

    /// <summary>People seen at it, linking or not: hubs are told by it.</summary>
    public int Degree { get; init; }

    public float Latitude { get; init; } = float.NaN;

    public float Longitude { get; init; } = float.NaN;

    /// <summary>In order of account.</summary>
    public ImmutableArray<EdgeMember> Members { get; init; } = [];

    public long Version { get; init; }

    public bool Equals(EdgeFact? other) =>
        other is not null && Artefact == other.Artefact && Type == other.Type && Value == other.Value
            && Class == other.Class
        && Degree == other.Degree && Latitude.Equals(other.Latitude) && Longitude.Equals(other.Longitude)
        && Version == other.Version && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => Artefact.GetHashCode();
}

/// <summary>
/// An account at the artefact from <paramref name="From"/> (Ip: since it is sticky there) until <paramref
/// name="Until"/>.
/// </summary>
public readonly record struct EdgeMember(Key128 Account, string Name, Key128 Person, long From, long Until,
    bool? NeverAtHome);
