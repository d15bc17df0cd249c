using Streams.Core.Detections;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class FindingLedgerTests
{
    private static readonly Rule Rule = new(
        "D01", "impossible-travel", RuleGroup.Where, 1.5, TimeSpan.FromDays(7), TimeSpan.FromDays(1), []);

    private static EvidenceRef Seen(int hour) =>
        EvidenceRef.Of(Login(At("2026-03-02 00:00") + hour * 3_600_000L, Places.Berlin));

    private static void Raise(FindingLedger ledger, int hour, double strength, params EvidenceRef[] evidence) =>
        ledger.Raise(new FindingDraft
        {
            Rule = Rule,
            Time = At("2026-03-02 00:00") + hour * 3_600_000L,
            Strength = strength,
            Weight = 1.5,
            Summary = "",
            Evidence = evidence,
        });

    [Fact]
    public void A_pair_goes_into_the_evidence_whole_or_not_at_all()
    {
        var ledger = new FindingLedger();
        Raise(ledger, 1, 1, Seen(0), Seen(1), Seen(2));
        for (var hour = 3; hour < 60; hour += 2) Raise(ledger, hour, 1, Seen(hour), Seen(hour + 1));
        var evidence = ledger.Current.Single().Evidence;
        // Three of the first claim and eight pairs: the twentieth place would hold one end only.
        evidence.Length.ShouldBe(19);
    }

    [Fact]
    public void The_strongest_claim_outlives_any_number_of_weaker_ones()
    {
        var ledger = new FindingLedger();
        for (var hour = 0; hour < 200; hour++) Raise(ledger, hour, hour == 63 ? 1 : 0.3, Seen(hour));
        var claims = ledger.Current.Single().Claims;
        claims.Length.ShouldBe(FindingLedger.ClaimsMax);
        claims.Max(claim => claim.Strength).ShouldBe(1);
        claims[0].Time.ShouldBe(At("2026-03-02 00:00"));
        claims[^1].Time.ShouldBe(Seen(199).Time);
        claims.Select(claim => claim.Time).ShouldBeInOrder();
    }

    [Fact]
    public void A_full_ledger_forgets_what_weighs_least_and_never_a_page_for_noise()
    {
        var ledger = new FindingLedger();
        void Claim(int subject, int hour, double strength, bool pages = false, string? floor = null, bool review = false) =>
            ledger.Raise(new FindingDraft
            {
                Rule = Rule,
                Subject = new(7, (ulong)subject),
                Time = At("2026-03-02 00:00") + hour * 3_600_000L,
                Strength = strength,
                Weight = 1.5,
                Summary = "",
                Evidence = [Seen(hour)],
                PagesAlone = pages,
                LevelFloor = floor,
                ReviewOnly = review,
            });

        Claim(0, 0, 0.1, pages: true);
        Claim(1, 0, 0.1, floor: "high");
        Claim(2, 0, 0.1, review: true);
        Claim(3, 0, 1);
        for (var i = 4; i < FindingLedger.FindingsMax; i++) Claim(i, 1, 0.5);
        ledger.TakeForgotten().ShouldBe(0);
        for (var i = 0; i < 50; i++) Claim(1000 + i, 2, 0.3);
        ledger.Current.Length.ShouldBe(FindingLedger.FindingsMax);
        ledger.TakeForgotten().ShouldBe(50);
        ledger.TakeForgotten().ShouldBe(0);
        var kept = ledger.Current.Select(finding => finding.Subject.Lo).ToList();
        kept.Take(4).ShouldBe([0ul, 1ul, 2ul, 3ul]);
        kept[^1].ShouldBe(1049ul);
        // Ten half-lives later the strongest of then is the least of all.
        Claim(5000, 24 * 70, 0.3);
        ledger.Current.ShouldNotContain(finding => finding.Claims[0].Strength == 0.3 && finding.Claims[0].Time < Seen(3).Time);
    }

    [Fact]
    public void A_later_episode_has_an_id_of_its_own_though_its_story_begins_with_the_same_event()
    {
        var ledger = new FindingLedger();
        Raise(ledger, 1, 1, Seen(0), Seen(1));
        Raise(ledger, 2_000, 1, Seen(0), Seen(2_000));
        ledger.Current.Length.ShouldBe(2);
        ledger.Current[1].Id.ShouldNotBe(ledger.Current[0].Id);
        ledger.Current[1].Evidence.ShouldBe([Seen(2_000)]);
    }
}
