using Streams.Core.Activities;
using Streams.Synthetic.Geography;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Tests;

/// <summary>
/// What the logs hold is what the truth says: statistics over the default company's events, before a vendor writes
/// them.
/// </summary>
public sealed class BehaviourTests
{
    private static readonly Company Company = Company.Create(new CompanyOptions());
    private static readonly Lazy<ILookup<Account, Happening>> ByAccount = new(() =>
        Simulation.Run(Company).SelectMany(day => day.Happenings).ToLookup(happening => happening.Who));

    [Fact]
    public void A_three_shift_persona_covers_the_day_and_honest_people_do_not()
    {
        Of(Family.ThreeShift).ShouldAllBe(account => QuietHours(account) < 4);
        Of(Family.TwoShift).ShouldAllBe(account => QuietHours(account) < 5);
        var ordinary = Company.Accounts.Where(account => account.IsPerson && account.Scheme is null
            && account.HardCases.Count == 0).ToArray();
        ordinary.Length.ShouldBeGreaterThan(200);
        // A night's sleep and the commute, measured as D11 does; journeys and evenings take some of it.
        ordinary.Count(account => QuietHours(account) < 7).ShouldBeLessThan(ordinary.Length / 50);
    }

    [Fact]
    public void A_farm_stands_on_one_line_far_from_every_declared_home()
    {
        foreach (var ring in Company.Accounts.Where(account => account.Scheme?.Family.StartsWith("laptop-farm", StringComparison.Ordinal) == true).GroupBy(account => account.Scheme!.Ring))
        {
            var lines = ring.SelectMany(account =>
                ByAccount.Value[account].Where(happening => happening.Deed == Deed.VpnStart)
                .Select(happening => happening.Ip)).Distinct().ToArray();
            lines.Length.ShouldBe(1, ring.Key);
            ring.Select(account => account.Laptop.HostId).Distinct().Count().ShouldBe(ring.Count());
            ring.ShouldAllBe(account => account.LineCity!.Name != account.Home.Name);
            ring.Select(account => account.Home.Name).Distinct().Count().ShouldBeGreaterThanOrEqualTo(2);
        }
    }

    [Fact]
    public void Shared_factors_have_one_enrolment_or_one_number()
    {
        Of(Family.SharedFactor).Select(account => account.Factor.Id).Distinct().Count().ShouldBe(1);
        Of(Family.HandOff).Select(account => account.Factor.Phone).Distinct().Count().ShouldBe(1);
        Of(Family.HandOff).Select(account => account.Vendor).Distinct().Count().ShouldBe(2);
        Company.Accounts.Where(account => account.Scheme is null && !account.HardCases.Contains("admin-and-normal"))
            .GroupBy(account => account.Factor.Id).ShouldAllBe(group => group.Count() == 1);
    }

    [Fact]
    public void A_slip_lies_abroad_between_two_events_at_home_on_the_same_device()
    {
        foreach (var account in Of(Family.Slips))
        {
            var events = ByAccount.Value[account].Where(happening =>
                happening.Deed is Deed.Login or Deed.Factor or Deed.App).OrderBy(happening => happening.Time).ToArray();
            var abroad = events.Where(happening => happening.Place is { } city && city.Country != account.Home.Country).ToArray();
            abroad.ShouldNotBeEmpty();
            (abroad.Length / (double)events.Length).ShouldBeInRange(0.001, 0.15);
            abroad.ShouldAllBe(happening => happening.Device == account.Laptop);
            var index = Array.IndexOf(events, abroad[0]);
            events[index - 1].Place!.Country.ShouldBe(account.Home.Country);
            (abroad[0].Time - events[index - 1].Time).ShouldBeLessThan(3_600_000);
        }
    }

    [Fact]
    public void Nobody_honest_is_at_two_places_faster_than_an_aeroplane()
    {
        var jumps = new List<string>();
        foreach (var account in Company.Accounts.Where(account => account.Scheme is null && account.IsPerson))
        {
            Happening? last = null;
            foreach (var happening in ByAccount.Value[account].Where(happening => happening.Deed != Deed.Token
                && IsFixed(happening.Ip)).OrderBy(happening => happening.Time))
            {
                if (last is { Place: { } from } && happening.Place is { } to && from != to)
                {
                    var km = Kilometres(from, to);
                    var hours = (happening.Time - last.Time) / 3_600_000.0;
                    if (km > 500 && km / hours > 900) jumps.Add($"{account.Email} {from.Name}-{to.Name} {hours:0.0} h");
                }

                last = happening;
            }
        }

        jumps.ShouldBeEmpty();
    }

    [Fact]
    public void The_tunnel_starts_before_the_sign_in_that_leaves_through_its_exit()
    {
        foreach (var account in Company.Accounts.Where(account => account.FullTunnel && account.Vpn == Vpn.GlobalProtect).Take(40))
        {
            long start = 0;
            foreach (var happening in ByAccount.Value[account].OrderBy(happening => happening.Time))
            {
                if (happening.Deed == Deed.VpnStart) start = happening.Time;
                var isExit = happening.Ip.IsV4 && happening.Ip.V4 >> 8 == 0xC63364;
                // The first morning's tunnel may lie before the first day.
                if (isExit && start != 0) (happening.Time - start).ShouldBeInRange(0, 20 * 3_600_000L, account.Email);
            }
        }
    }

    [Fact]
    public void Every_event_is_inside_the_run_and_has_its_own_id()
    {
        var from = new DateTimeOffset(Company.Options.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        var to = from + Company.Options.Days * 86_400_000L;
        var ids = new HashSet<ulong>();
        foreach (var happening in ByAccount.Value.SelectMany(group => group))
        {
            happening.Time.ShouldBeInRange(from, to);
            ids.Add(happening.Id).ShouldBeTrue();
        }

        ids.Count.ShouldBeInRange(100_000, 300_000);
    }

    [Fact]
    public void Agents_commit_round_the_clock_and_say_so()
    {
        var developers = Company.Accounts.Where(account => account.HardCases.Contains("ai-agent-developer")).ToArray();
        foreach (var account in developers)
        {
            var pushes = ByAccount.Value[account].Where(happening => happening.Push is { } push && push.Branch.StartsWith("agent/", StringComparison.Ordinal)).ToArray();
            pushes.Select(happening => happening.Time / 3_600_000 % 24).Distinct().Count().ShouldBe(24);
            pushes.SelectMany(happening => happening.Push!.Commits).ShouldAllBe(commit => commit.CoAuthor != null);
        }
    }

    private static Account[] Of(string family) => [.. Company.Accounts.Where(account => account.Scheme?.Family == family)];

    private static bool IsFixed(IpAddress ip) => ip.IsV4
        && (ip.V4 >> 17 == 0xC612_0000 >> 17 || ip.V4 >> 24 is 242 or 243 || ip.V4 >> 8 == 0xCB0071);

    /// <summary>
    /// Q5 of detections.md §2 over the whole run: the longest arc of the day with at most 5 % of the active half hours.
    /// </summary>
    private static double QuietHours(Account account)
    {
        var days = ByAccount.Value[account].Where(happening => happening.Deed is Deed.Login or Deed.Factor or Deed.App or Deed.VpnStart
                || (happening.Push is { } push && !push.Branch.StartsWith("agent/", StringComparison.Ordinal)))
            .Select(happening => happening.Time / 1_800_000).Distinct().ToArray();
        var slots = new int[48];
        foreach (var half in days) slots[half % 48]++;
        var allowed = days.Length * 5 / 100;
        var best = 0;
        for (var start = 0; start < 48; start++)
        {
            var sum = 0;
            for (var length = 1; length <= 48; length++)
            {
                sum += slots[(start + length - 1) % 48];
                if (sum > allowed) break;
                best = Math.Max(best, length);
            }
        }

        return best / 2.0;
    }

    private static double Kilometres(City a, City b)
    {
        double Rad(double degrees) => degrees * Math.PI / 180;
        var h = Math.Pow(Math.Sin(Rad(b.Latitude - a.Latitude) / 2), 2)
            + Math.Cos(Rad(a.Latitude)) * Math.Cos(Rad(b.Latitude)) * Math.Pow(Math.Sin(Rad(b.Longitude - a.Longitude) / 2), 2);
        return 12_742 * Math.Asin(Math.Sqrt(h));
    }
}
