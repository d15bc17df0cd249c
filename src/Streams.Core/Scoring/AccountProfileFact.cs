using System.Collections.Immutable;
using Streams.Core.Activities;

namespace Streams.Core.Scoring;

/// <summary>
/// The replaceable fact of what an account is and has done, apart from findings: what its document shows around them.
/// </summary>
public sealed record AccountProfileFact
{
    public required Key128 Account { get; init; }

    /// <summary>Every name under which it was seen, in any order.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public long Events { get; init; }

    /// <summary>"code", "sso", "vpn".</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    public long? FirstSeen { get; init; }

    public long? LastSeen { get; init; }

    /// <summary>Newest 28 active days, in order.</summary>
    public ImmutableArray<PresenceDay> Presence { get; init; } = [];

    public double? NearestHomeKm { get; init; }

    public bool? NeverAtHome { get; init; }

    /// <summary>True or not known.</summary>
    public bool? HasManagedDevice { get; init; }

    public long Version { get; init; }

    public bool Equals(AccountProfileFact? other) =>
        other is not null && Account == other.Account && Events == other.Events && FirstSeen == other.FirstSeen
        && LastSeen == other.LastSeen && NearestHomeKm.Equals(other.NearestHomeKm) && NeverAtHome == other.NeverAtHome
        && HasManagedDevice == other.HasManagedDevice && Version == other.Version
        && Names.SequenceEqual(other.Names) && Sources.SequenceEqual(other.Sources)
        && Presence.SequenceEqual(other.Presence);

    public override int GetHashCode() => Account.GetHashCode();
}
