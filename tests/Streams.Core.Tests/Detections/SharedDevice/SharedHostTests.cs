using System.Runtime.CompilerServices;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Detections.SharedDevice;

/// <summary>
/// detections.md §3 rule 7, from events to verdict: a device with two accounts active within ten minutes from different
/// public addresses is a host, not a laptop.
/// </summary>
public class SharedHostTests
{
    private static readonly double[] Morning = [8, 9, 10, 11, 12];

    [Fact]
    public void Two_accounts_within_ten_minutes_from_different_addresses_are_a_host_that_never_links()
    {
        // Neither account's first nor newest use of the device is near the other's: only one in the middle is.
        var verdict = Judge(
            Of("ana", "203.0.113.1", [8, 11, 14]), Of("bob", "203.0.113.2", [9.5, 11 + 9.0 / 60, 16]));
        foreach (var name in (string[])["ana", "bob"])
        {
            var finding = verdict.Findings[Some.Account(name)].ShouldHaveSingleItem();
            finding.Claims.ShouldAllBe(claim => claim.Strength == 0.2 && claim.Weight == 2.0);
            finding.Summary.ShouldContain("shared host, for review");
        }

        verdict.Edge.Members.ShouldBeEmpty();
    }

    [Fact]
    public void Apart_by_more_than_ten_minutes_it_is_one_laptop_for_two() =>
        ShouldBeOneLaptop(Of("ana", "203.0.113.1", Morning), Of("bob", "203.0.113.2", Morning.Select(h => h + 12.0 / 60)));

    [Fact]
    public void From_one_address_it_is_one_laptop_for_two() =>
        ShouldBeOneLaptop(Of("ana", "203.0.113.1", Morning), Of("bob", "203.0.113.1", Morning));

    [Fact]
    public void The_two_families_of_one_line_are_one_address() =>
        ShouldBeOneLaptop(Of("ana", "203.0.113.1", Morning), Of("bob", "2001:db8::1", Morning));

    [Fact]
    public void Another_address_of_one_64_is_one_address() =>
        ShouldBeOneLaptop(Of("ana", "2001:db8::1", Morning), Of("bob", "2001:db8::2", Morning));

    [Theory]
    [InlineData(NetworkClass.Fixed, PlaceFlags.Egress)]
    [InlineData(NetworkClass.Fixed, PlaceFlags.Inside)]
    [InlineData(NetworkClass.Fixed, PlaceFlags.AllowedRelay)]
    [InlineData(NetworkClass.Mobile, PlaceFlags.None)]
    [InlineData(NetworkClass.Anonymiser, PlaceFlags.None)]
    [InlineData(NetworkClass.Satellite, PlaceFlags.None)]
    public void Exits_relays_and_carriers_change_addresses_by_themselves(NetworkClass line, PlaceFlags flags) =>
        ShouldBeOneLaptop(
            Of("ana", "203.0.113.1", Morning, line, flags), Of("bob", "203.0.113.2", Morning, line, flags));

    [Fact]
    public void Two_accounts_of_one_person_are_nobody_elses_host()
    {
        var all = Told(Of("ana", "203.0.113.1", Morning), Of("ana-admin", "203.0.113.2", Morning), Of("bob", "203.0.113.1", [20]));
        foreach (var seen in all.Where(seen => seen.AccountName.StartsWith("ana", StringComparison.Ordinal)))
            seen.Person = Key128.Of("ana");
        Some.Judge(all).Findings[Some.Account("bob")].ShouldHaveSingleItem().Claims[0].Strength.ShouldBe(1);
    }

    [Fact]
    public void A_clone_of_an_image_is_found_out_also_after_months_of_use()
    {
        // Each works eight hours of every weekday, on machines that bear one id.
        var hours = Enumerable.Range(0, 120).Where(day => day % 7 < 5)
            .SelectMany(day => Enumerable.Range(0, 16).Select(half => day * 24 + 8 + half / 2.0)).ToList();
        var told = Told(Of("ana", "203.0.113.1", hours), Of("bob", "203.0.113.2", hours.Select(h => h + 0.05)));
        Some.Judge(told).Findings[Some.Account("ana")][0].Claims[0].Strength.ShouldBe(0.2);
        // One fact a day for each and not two hundred more: 1,376 uses need not all be told.
        told.Count.ShouldBeLessThan(2 * (86 + 200));
    }

    [Fact]
    public void Any_order_of_facts_and_any_repeats_give_the_same()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var told = Told(
                Of("ana", "203.0.113.1", Hours(random, 60)), Of("bob", "203.0.113.2", Hours(random, 60)),
                Of("eve", "203.0.113.1", Hours(random, 5)));
            for (var i = 0; i < told.Count; i++) told[i].Version = i;
            var once = Verdict(told);
            Verdict(Some.Shuffled(told.Concat(told.Take(seed)), random)).ShouldBe(once);
        }
    }

    private static List<double> Hours(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(24 * 60 * 3) / 60.0).Order()];

    private static string Verdict(IReadOnlyList<Sighting> told)
    {
        var state = new ArtefactState(told[0].Artefact);
        foreach (var seen in told) state.Apply(seen with { });
        var verdict = state.Evaluate(_ => null, SharingSettings.Default);
        return string.Join('\n', verdict.Findings.Values.Select(f => f[0].Summary + f[0].Claims.Length + f[0].Claims[0].Strength))
            + string.Join(',', state.Sightings.Select(s => string.Join(' ', Enumerable.Range(0, s.Uses.Count).Select(i => s.Uses[i]))));
    }

    private static void ShouldBeOneLaptop(params IEnumerable<Act>[] accounts)
    {
        var verdict = Judge(accounts);
        verdict.Findings[Some.Account("ana")].ShouldHaveSingleItem().Claims.ShouldAllBe(claim => claim.Strength == 1);
        verdict.Edge.Members.Length.ShouldBe(2);
    }

    private static ArtefactVerdict Judge(params IEnumerable<Act>[] accounts) => Some.Judge(Told(accounts));

    private sealed record Act(string Account, string Ip, double Hour, NetworkClass Line, PlaceFlags Flags);

    private static IEnumerable<Act> Of(
        string account, string ip, IEnumerable<double> hours, NetworkClass line = NetworkClass.Fixed,
        PlaceFlags flags = PlaceFlags.None) => hours.Select(hour => new Act(account, ip, hour, line, flags));

    /// <summary>What the accounts' trackers say of the device, each in order of its own events.</summary>
    private static List<Sighting> Told(params IEnumerable<Act>[] accounts)
    {
        var told = new List<Sighting>();
        foreach (var acts in accounts)
        {
            var tracker = new SightingTracker();
            var state = new byte[Unsafe.SizeOf<SightingsState>()];
            foreach (var act in acts)
            {
                var activity = new Activity
                {
                    Kind = ActivityKind.SsoLogin,
                    Outcome = Outcome.Success,
                    AccountType = AccountType.Person,
                    Interactive = true,
                    Time = Some.At(0) + (long)(act.Hour * Some.Hour),
                    Ip = IpAddress.Parse(act.Ip),
                    Place = new Place { Class = act.Line, Flags = act.Flags },
                };
                activity[TextField.DeviceId] = Utf8Text.Of("laptop-7");
                var account = Some.Account(act.Account);
                var step = new AccountStep { Account = account, AccountName = act.Account, Activity = activity, IsPresence = true };
                tracker.Step(state, step);
                told.AddRange(step.Sightings.Where(seen => seen.Type == ArtefactType.Device));
            }
        }

        return told;
    }
}
