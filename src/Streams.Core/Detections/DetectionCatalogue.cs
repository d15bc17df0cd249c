using Streams.Core.Scoring;

namespace Streams.Core.Detections;

/// <summary>The folds over one account: one line each. The order is the order in an account's block.</summary>
public static class DetectionCatalogue
{
    public static IReadOnlyList<AccountDetection> All(DetectionSettings settings) =>
    [
        new ImpossibleTravel.ImpossibleTravelDetection(settings.ImpossibleTravel),
        new ConcurrentSessions.ConcurrentSessionsDetection(settings.ConcurrentSessions),
        new UndeclaredCountry.UndeclaredCountryDetection(settings.UndeclaredCountry),
        new AnonymiserNetwork.AnonymiserNetworkDetection(settings.AnonymiserNetwork),
        new NoSleepGap.NoSleepGapDetection(settings.NoSleepGap),
        new EndlessRun.EndlessRunDetection(settings.EndlessRun),
        new SightingTracker(),
        new WatchlistMatch.WatchlistMatchDetection(settings.WatchlistMatch),
    ];
}
