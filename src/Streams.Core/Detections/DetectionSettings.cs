namespace Streams.Core.Detections;

/// <summary>Every detection's settings; the defaults are the catalogue's (detections.md).</summary>
public sealed record DetectionSettings
{
    public ImpossibleTravel.ImpossibleTravelSettings ImpossibleTravel { get; init; } = new();

    public ConcurrentSessions.ConcurrentSessionsSettings ConcurrentSessions { get; init; } = new();

    public UndeclaredCountry.UndeclaredCountrySettings UndeclaredCountry { get; init; } = new();

    public AnonymiserNetwork.AnonymiserNetworkSettings AnonymiserNetwork { get; init; } = new();

    public NoSleepGap.NoSleepGapSettings NoSleepGap { get; init; } = new();

    public EndlessRun.EndlessRunSettings EndlessRun { get; init; } = new();

    public WatchlistMatch.WatchlistMatchSettings WatchlistMatch { get; init; } = new();
}
