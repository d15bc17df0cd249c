using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Rings;

/// <summary>A person with the accounts that were seen: one node, however many names.</summary>
internal sealed record RingNode(Key128 Person, ImmutableArray<RingAccount> Accounts)
{
    /// <summary>True where an account is never at home and none was seen there.</summary>
    public bool? NeverAtHome =>
        Accounts.Any(account => account.NeverAtHome == false) ? false
            : Accounts.Any(account => account.NeverAtHome == true) ? true : null;

    public string? Household =>
        Accounts.Select(account => account.Facts?.Household).FirstOrDefault(text => text is { Length: > 0 });

    public IEnumerable<string> Vendors =>
        Accounts.Select(account => account.Facts?.Vendor).OfType<string>().Where(text => text.Length > 0);

    public DirectoryRow? Home =>
        Accounts.Select(account => account.Facts).FirstOrDefault(facts => facts is { HasHome: true });

    public double KmTo(RingNode other) => Home is { } a && other.Home is { } b
        ? Geography.DistanceKm(a.Latitude!.Value, a.Longitude!.Value, b.Latitude!.Value, b.Longitude!.Value)
        : double.NaN;

    public double KmTo(EdgeFact place) => Home is { } home
        ? Geography.DistanceKm(home.Latitude!.Value, home.Longitude!.Value, place.Latitude, place.Longitude)
        : double.NaN;
}

internal sealed record RingAccount(Key128 Key, string Name, DirectoryRow? Facts, bool? NeverAtHome, OwnFact? Own);

/// <summary>Two people at one artefact, from when on and until when the edge lives.</summary>
internal readonly record struct RingLink(int A, int B, int Edge, long From, long LastSeen, long Until)
{
    public bool LivesAt(long time) => From <= time && time < Until;
}
