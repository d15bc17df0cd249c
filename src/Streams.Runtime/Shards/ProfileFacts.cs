using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Detections.NoSleepGap;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Runtime.Shards;

/// <summary>Reads from an account's block what its document shows around the findings.</summary>
internal sealed class ProfileFacts
{
    private readonly int _sightingsAt;
    private readonly int _sightingsSize;
    private readonly int _masksAt;
    private readonly int _masksSize;

    public ProfileFacts(AccountEngine engine)
    {
        foreach (var state in engine.Layout)
        {
            if (state.Name == nameof(NoSleepGapDetection)) (_masksAt, _masksSize) = (state.Offset, state.Size);
            if (state.Name == nameof(SightingTracker)) (_sightingsAt, _sightingsSize) = (state.Offset, state.Size);
        }
    }

    public AccountProfileFact Of(Span<byte> block, Key128 account, DirectoryRow? facts, IReadOnlyCollection<string> names, long version)
    {
        ref var profile = ref AccountEngine.ProfileOf(block);
        return new AccountProfileFact
        {
            Account = account,
            Names = [.. names],
            Events = profile.Events,
            Sources = SourcesOf(profile.Sources),
            FirstSeen = profile.FirstSeen == 0 ? null : profile.FirstSeen,
            LastSeen = profile.LastSeen == 0 ? null : profile.LastSeen,
            Presence = PresenceOf(block),
            NearestHomeKm = profile.HomeMeasuredDay == 0 ? null : Math.Round(profile.NearestHomeKm, 1),
            NeverAtHome = NeverAtHome(block, profile, facts),
            HasManagedDevice = _sightingsSize == 0 ? null : SightingTracker.HasManagedDevice(Sightings(block)),
            Version = version,
        };
    }

    private ref SightingsState Sightings(Span<byte> block) =>
        ref MemoryMarshal.AsRef<SightingsState>(block.Slice(_sightingsAt, _sightingsSize));

    private bool? NeverAtHome(Span<byte> block, in AccountProfile profile, DirectoryRow? facts) => _sightingsSize == 0
        ? null
        : SightingTracker.NeverAtHome(Sightings(block), profile, facts, profile.LastDay);

    private ImmutableArray<PresenceDay> PresenceOf(Span<byte> block)
    {
        if (_masksSize == 0) return [];
        ref var state = ref MemoryMarshal.AsRef<NoSleepGapState>(block.Slice(_masksAt, _masksSize));
        var days = ImmutableArray.CreateBuilder<PresenceDay>();
        for (var day = state.LastDay - DayMasks.Days + 1; day <= state.LastDay && state.LastDay > 0; day++)
            if (day > 0 && state.Masks[day % DayMasks.Days] is > 0 and var mask) days.Add(new PresenceDay(day, mask));
        return days.ToImmutable();
    }

    private static ImmutableArray<string> SourcesOf(byte mask)
    {
        var sources = ImmutableArray.CreateBuilder<string>();
        foreach (var family in new[] { SourceFamily.Code, SourceFamily.Sso, SourceFamily.Vpn })
            if ((mask & (1 << (int)family)) != 0) sources.Add(family.Name());
        return sources.ToImmutable();
    }
}
