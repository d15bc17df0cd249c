using System.Reflection;
using System.Runtime.CompilerServices;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Xunit.Abstractions;

namespace Streams.Core.Tests.Detections;

public class AccountEngineTests(ITestOutputHelper output)
{
    /// <summary>What the sightings' fold may take of the budget.</summary>
    private const int BudgetBytes = 4608, SightingsBytes = 700;

    [Fact]
    public void An_account_fits_its_budget()
    {
        var engine = new AccountEngine(DetectionCatalogue.All(new DetectionSettings()));
        var own = 0;
        foreach (var state in engine.Layout)
        {
            output.WriteLine($"{state.Name,-32} {state.Size,6} B at {state.Offset}");
            if (!state.Name.Contains("Sighting")) own += state.Size;
        }

        output.WriteLine($"block {engine.BlockSize} B, without sightings {own} B");
        own.ShouldBeLessThanOrEqualTo(BudgetBytes - SightingsBytes);
        engine.BlockSize.ShouldBeLessThanOrEqualTo(BudgetBytes);
    }

    [Fact]
    public void States_hold_no_hidden_padding()
    {
        foreach (var type in DetectionCatalogue.All(new DetectionSettings()).Select(StateOf)
            .Append(typeof(AccountProfile)))
            SumOfFields(type).ShouldBe(SizeOf(type), type.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_same_events_give_the_same_bytes_and_findings_wherever_the_block_is_copied(int seed)
    {
        var whole = new Desk(Facts);
        foreach (var activity in History(seed)) whole.See(activity);
        whole.All.Count.ShouldBeGreaterThan(3);

        var random = new Random(seed);
        var split = new Desk(Facts);
        var ledger = split.All;
        foreach (var activity in History(seed))
        {
            if (random.Next(20) == 0)
            {
                // Another machine goes on from a copy: its memory held something else before.
                var next = new Desk(Facts) { Block = new byte[split.Block.Length] };
                new Random(seed).NextBytes(next.Block);
                split.Block.CopyTo(next.Block, 0);
                next.Step.Findings.Reset([.. split.All]);
                split = next;
            }

            split.See(activity);
        }

        split.Block.ShouldBe(whole.Block);
        split.All.Select(Text).ShouldBe(whole.All.Select(Text));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_tail_replayed_from_a_sealed_copy_changes_nothing(int seed)
    {
        var straight = new Desk(Facts);
        var replayed = new Desk(Facts);
        var tail = new List<Activity>();
        foreach (var activity in History(seed))
        {
            straight.See(activity);
            tail.Add(activity);
            if (tail.Count < 7) continue;

            // Provisional steps over a fork, twice, and then the sealed ones.
            for (var i = 0; i < 2; i++)
            {
                var fork = new Desk(Facts) { Block = [.. replayed.Block] };
                fork.See([.. tail]);
            }

            replayed.See([.. tail]);
            tail.Clear();
        }

        replayed.See([.. tail]);
        replayed.Block.ShouldBe(straight.Block);
        replayed.All.Select(Text).ShouldBe(straight.All.Select(Text));
    }

    [Fact]
    public void Days_close_once_whether_time_or_the_next_event_closes_them()
    {
        var rolled = new Desk(Facts);
        var advanced = new Desk(Facts);
        var closings = 0;
        foreach (var activity in History(7))
        {
            var day = EpochDay.Of(activity.Time);
            for (var i = 0; i < 2; i++) advanced.Engine.Advance(advanced.Block, advanced.Step, day);
            if (rolled.Profile.OpenDay != day) closings++;
            rolled.See(activity);
            advanced.See(activity);
        }

        closings.ShouldBeGreaterThan(10);
        advanced.Block.ShouldBe(rolled.Block);
        advanced.All.Select(Text).ShouldBe(rolled.All.Select(Text));
        advanced.Step.Reports.ShouldBe(rolled.Step.Reports);
    }

    [Fact]
    public void A_quiet_step_allocates_nothing_but_the_days_facts_and_is_quick()
    {
        var desk = new Desk(Facts);
        var facts = 0;
        var day = Quiet().ToArray();
        var places = day.Select(activity => activity.Place).ToArray();
        for (var i = 0; i < 30; i++) Day(i);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int days = 300;
        for (var i = 30; i < 30 + days; i++) Day(i);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var elapsed = clock.Elapsed;

        desk.All.ShouldBeEmpty();
        output.WriteLine($"{elapsed.TotalNanoseconds / (days * day.Length):0} ns a step, {allocated} B");
        // A device and a sticky address are told once a day, as facts of a few hundred bytes.
        (allocated / days).ShouldBeLessThan(2048);
        // And some uses of the device, the fewer the more there were.
        facts.ShouldBeLessThanOrEqualTo(3 * days + 100);

        void Day(int number)
        {
            for (var i = 0; i < day.Length; i++)
            {
                day[i].Time += number == 0 ? 0 : EpochDay.Ms;
                day[i].Place = places[i];
                desk.Step.Activity = day[i];
                desk.Engine.Step(desk.Block, desk.Step);
            }

            // The tenant's stage takes the reports each day.
            desk.Step.Reports.Clear();
            facts += number < 30 ? 0 : desk.Step.Sightings.Count;
            desk.Step.Sightings.Clear();
        }
    }

    private static DirectoryRow Facts => People.Berliner(row => row with { Kind = AccountKind.Contractor });

    private static string Text(Finding finding) => $"{finding.Id} {finding.Count} {finding.LastTime} {finding.Summary} "
        + string.Join(",", finding.Claims) + string.Join(",", finding.Evidence.Select(evidence => evidence.EventId));

    private static IEnumerable<Activity> Quiet()
    {
        for (var hour = 8; hour < 17; hour++)
        {
            yield return Acts.Login($"2026-03-02 {hour:00}:00", Places.Berlin, "laptop", "s1");
            yield return Acts.Of(ActivityKind.VpnStart, $"2026-03-02 {hour:00}:01", Places.Berlin, "203.0.113.1");
            yield return Acts.Login($"2026-03-02 {hour:00}:05", Places.Egress, "laptop", "s1");
            yield return Acts.Of(ActivityKind.VpnTraffic, $"2026-03-02 {hour:00}:10", Places.Berlin, "203.0.113.1");
            yield return Acts.Push($"2026-03-02 {hour:00}:20", Acts.Commit());
            yield return Acts.Of(ActivityKind.CodeFetch, $"2026-03-02 {hour:00}:21", Places.Egress);
        }
    }

    /// <summary>Forty days of a busy account: places, devices, relays, pushes, at all hours.</summary>
    private static IEnumerable<Activity> History(int seed)
    {
        var random = new Random(seed);
        Place[] places =
        [
            Places.Berlin, Places.Berlin, Places.Munich, Places.Austin, Places.Shenyang.On(NetworkClass.Mobile),
            Places.Egress, Places.Inside,
            Places.Austin.On(NetworkClass.Anonymiser), Places.Berlin.Radius(0),
        ];
        ActivityKind[] kinds =
        [
            ActivityKind.SsoLogin, ActivityKind.SsoLogin, ActivityKind.SsoFactor, ActivityKind.SsoApp,
            ActivityKind.SsoToken,
            ActivityKind.VpnStart, ActivityKind.VpnEnd, ActivityKind.VpnResume, ActivityKind.CodeFetch,
        ];
        var time = Acts.At("2026-03-02 00:00");
        while (time < Acts.At("2026-04-11 00:00"))
        {
            time += random.Next(1, 200) * 60_000L;
            if (random.Next(6) == 0)
            {
                yield return Acts.Push(time,
                    Acts.Commit(coAuthors: random.Next(3) == 0 ? "Claude <noreply@anthropic.com>" : ""));
                continue;
            }

            var place = places[random.Next(places.Length)];
            var login = Acts.Login(time, place, random.Next(3) == 0 ? null : "device" + random.Next(3),
                "203.0.113." + random.Next(1, 9));
            login.Kind = kinds[random.Next(kinds.Length)];
            if (random.Next(5) == 0) login.WithMfa("203.0.113.77", Places.Shenyang);
            if (place.Class == NetworkClass.Anonymiser) login.With(TextField.RelayProvider, "NordVPN");
            yield return login;
        }
    }

    private static Type StateOf(AccountDetection detection)
    {
        for (var type = detection.GetType(); ; type = type.BaseType!)
            if (type.BaseType is { IsGenericType: true }) return type.BaseType.GetGenericArguments()[0];
    }

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static int SumOfFields(Type type)
    {
        if (type.IsPrimitive || type.IsEnum) return SizeOf(type);
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var inline = type.GetCustomAttribute<InlineArrayAttribute>();
        return inline is null ? fields.Sum(field => SumOfFields(field.FieldType))
            : inline.Length * SumOfFields(fields[0].FieldType);
    }
}
