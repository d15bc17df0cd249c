using System.Collections.Immutable;
using System.Globalization;
using Streams.Core.Activities;
using Streams.Core.Detections.SharedDevice;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Core.Detections.LaptopFarm;

/// <summary>Follows the farm through the times at which its membership began or was last seen to hold.</summary>
internal static class LaptopFarmDetector
{
    public static IEnumerable<(Key128 Account, Finding Finding)> Find(ArtefactView view)
    {
        // Whatever the time, a farm is no larger than all who ever were there: most addresses are one household's.
        if (!Farm.MayFire(view)) yield break;
        var claims = new SortedDictionary<Key128, List<Claim>>();
        Farm? farm = null;
        foreach (var time in Times(view))
        {
            var now = Farm.At(view, time);
            if (!now.Fires) continue;
            farm = now;
            foreach (var member in now.Members)
            {
                var strength = now.StrengthOf(member);
                if (strength == 0) continue;
                if (!claims.TryGetValue(member.Account, out var list)) claims[member.Account] = list = [];
                list.Add(new Claim(time, strength, now.WeightAt(strength)));
            }
        }

        foreach (var (account, list) in claims)
        {
            var member = view.Members.First(m => m.Account == account);
            // As the account saw it last: later a farm may go on without it.
            var then = farm!.Members.Contains(member) ? farm : Farm.At(view, list[^1].Time);
            yield return (account, Raise(view, then, member, list));
        }
    }

    /// <summary>
    /// A busy address is kept from linking by its degree in the rings, never from its own alert here.
    /// </summary>
    public static EdgeFact Edge(ArtefactView view)
    {
        var sticky = view.Members.Where(member => Farm.IsSticky(member.Seen) && !member.Seen.OwnDevice.IsNone).ToList();
        var place = sticky.MaxBy(member => (member.Seen.Last, member.Account))?.Seen;
        return new EdgeFact
        {
            Artefact = view.Artefact,
            Type = view.Type,
            Value = view.Value,
            Class = place?.Class ?? NetworkClass.Unknown,
            Degree = view.Degree,
            Latitude = place?.Latitude ?? float.NaN,
            Longitude = place?.Longitude ?? float.NaN,
            Members =
            [
                .. sticky.Count < 2 ? [] : sticky.Select(member => new EdgeMember(
                    member.Account, member.Seen.AccountName, member.Seen.Person, member.Seen.StickyFrom,
                    Farm.StickyUntil(member.Seen), member.Seen.NeverAtHome)),
            ],
        };
    }

    private static IEnumerable<long> Times(ArtefactView view) => view.Members
        .Where(member => Farm.IsSticky(member.Seen))
        .SelectMany(member => new[] { member.Seen.StickyFrom, Farm.StickyUntil(member.Seen) })
        .Distinct().Order();

    private static Finding Raise(ArtefactView view, Farm farm, ArtefactMember own, List<Claim> claims)
    {
        var others = farm.Members.Where(member => !member.IsSamePerson(own)).ToList();
        var names = others.Select(other => other.Seen.AccountName).Distinct().Order(StringComparer.Ordinal)
            .ToImmutableArray();
        var evidence = ArtefactView.Evidence(own.Seen, others.Select(other => other.Seen));
        var facts = ImmutableArray.CreateBuilder<Fact>();
        facts.Add(new Fact("accounts", farm.Homes));
        facts.Add(new Fact("days", own.Seen.Days));
        facts.Add(new Fact("share", own.Seen.Share));
        if (own.HomeToPlaceKm is var km && !double.IsNaN(km)) facts.Add(new Fact("distance_km", km));
        if (own.Seen.RadiusKm > 0) facts.Add(new Fact("radius_km", own.Seen.RadiusKm));
        facts.Add(new Fact("artefact_type", double.NaN, "ip"));
        facts.Add(new Fact("artefact", double.NaN, view.Value));
        var settings = view.Settings;
        if (claims.Count > FindingLedger.ClaimsMax) claims = [.. claims.Take(FindingLedger.ClaimsMax - 1), claims[^1]];
        return new Finding
        {
            Id = FindingIds.Of(LaptopFarmRule.Rule, view.Artefact, evidence.IsEmpty ? default : evidence[0]),
            Rule = LaptopFarmRule.Rule,
            Subject = view.Artefact,
            Time = claims[0].Time,
            LastTime = claims[^1].Time,
            Count = claims.Count,
            Claims = [.. claims],
            Summary = string.Create(CultureInfo.InvariantCulture,
                $"{own.Seen.AccountName} works from {view.Value} on {own.Seen.Days} of 30 days ({own.Seen.Share:P0} of ")
                + $"its active days), and so do {SharedDeviceDetector.Listed(names)}, each on its own device",
            Facts = facts.ToImmutable(),
            Evidence = evidence,
            Counterparts = names,
            Artefacts = [new Artefact("ip", view.Value)],
            Threshold = string.Create(CultureInfo.InvariantCulture,
                $"{settings.FarmAccounts} accounts, or {settings.FarmRemoteAccounts} remote ones of several households, ")
                + string.Create(CultureInfo.InvariantCulture,
                $"on ≥{SightingTracker.StickyDays} days in 30 and ≥{SightingTracker.StickyShare:P0} of active days"),
            Prevention =
                "ship devices to verified homes only; check by video where they stand; allow known shared places",
        };
    }
}
