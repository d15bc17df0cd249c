using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Rings;

/// <summary>The worked examples of detections.md §6, and the rules of linking.</summary>
public class RingTests
{
    [Fact]
    public void A_farm_of_two_over_one_vendor_is_75() => Peak(Farm(2, vendors: 1)).ShouldBe(75);

    [Fact]
    public void A_farm_of_two_over_two_vendors_is_89_and_a_ticket()
    {
        var ring = Farm(2, vendors: 2);
        Peak(ring).ShouldBe(89);
        ring.Fact.TicketTime.ShouldBe(Some.At(5));
        ring.Fact.PageTime.ShouldBeNull();
    }

    [Fact]
    public void A_farm_of_five_over_two_vendors_is_98_and_pages()
    {
        var ring = Farm(5, vendors: 2);
        Peak(ring).ShouldBe(98);
        ring.Fact.PageTime.ShouldBe(Some.At(5));
    }

    [Fact]
    public void Its_standing_says_when_it_last_held_and_when_it_comes_to_rest()
    {
        var ring = Farm(5, vendors: 2);
        var now = ring.ToDocument(Some.At(10)).Standing.ShouldNotBeNull();
        now.LastPage.ShouldBe(Some.At(10));
        var rest = now.QuietFrom.ShouldNotBeNull();
        rest.ShouldBe(ring.Fact.Timeline[^1].Time);
        var later = ring.ToDocument(rest + Some.Day);
        later.Standing.ShouldNotBeNull().QuietFrom.ShouldBe(rest);
        later.Standing!.LastPage.ShouldNotBeNull().ShouldBeLessThan(rest);
        later.ReasonTerms.Count.ShouldBe(later.Reasons.Count);
    }

    [Theory]
    [InlineData(1, 88)]
    [InlineData(2, 95)]
    public void A_phone_that_three_people_from_far_apart_share(int vendors, int score)
    {
        var edge = Edge(ArtefactType.Phone, "+1 555 0100", Crew(3));
        Peak(RingOf([edge], Homes(3, vendors)).ShouldHaveSingleItem()).ShouldBe(score);
    }

    [Fact]
    public void Coworking_of_twelve_of_two_companies_who_live_there_is_20()
    {
        var edge = Edge(ArtefactType.Ip, "198.51.100.20", Crew(12), neverAtHome: false);
        var rows = Crew(12).Select((name, i) => Some.Row(name, 33.4 + (i * 0.01), -112, vendor: "v" + (i % 2)))
            .ToArray();
        Peak(RingOf([edge], rows).ShouldHaveSingleItem()).ShouldBe(20);
    }

    [Fact]
    public void An_offsite_of_people_of_unknown_homes_counts_half()
    {
        var ring = RingOf([Edge(ArtefactType.Ip, "198.51.100.20", Crew(8), neverAtHome: null)]).ShouldHaveSingleItem();
        ring.TermsAt(Some.At(10)).MemberPoints.ShouldBe(1.5);
        ring.TermsAt(Some.At(10)).Homes.ShouldBe(0.5);
    }

    [Theory]
    [InlineData(ArtefactType.Device, 8)]
    [InlineData(ArtefactType.Ip, 15)]
    [InlineData(ArtefactType.Phone, 5)]
    [InlineData(ArtefactType.Key, 3)]
    public void A_hub_links_nobody(ArtefactType type, int most)
    {
        RingOf([Edge(type, "x", Crew(most))]).ShouldHaveSingleItem().Accounts.Length.ShouldBe(most);
        RingOf([Edge(type, "x", Crew(most + 1))]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(NetworkClass.Mobile)]
    [InlineData(NetworkClass.Hosting)]
    [InlineData(NetworkClass.Corporate)]
    public void Networks_of_nobodys_home_link_nobody(NetworkClass network) =>
        RingOf([Edge(ArtefactType.Ip, "198.51.100.20", Crew(2)) with { Class = network }]).ShouldBeEmpty();

    [Fact]
    public void A_browser_alone_links_nobody_and_adds_no_second_type_to_its_device()
    {
        var browser = Edge(ArtefactType.BrowserHash, "b", Crew(2));
        RingOf([browser]).ShouldBeEmpty();
        var ring = RingOf([browser, Edge(ArtefactType.Device, "d", Crew(2))]).ShouldHaveSingleItem();
        ring.TermsAt(Some.At(6)).Artefact.ShouldBe(2);
        RingOf([Edge(ArtefactType.Token, "t", Crew(2)), Edge(ArtefactType.Device, "d", Crew(2))])[0]
            .TermsAt(Some.At(6)).Artefact.ShouldBe(3);
    }

    [Fact]
    public void A_household_never_links_and_one_person_is_one_node()
    {
        var edge = Edge(ArtefactType.Device, "d", Crew(2));
        RingOf([edge], Some.Row("user0", household: "h"), Some.Row("user1", household: "h")).ShouldBeEmpty();
        var one = edge with { Members = [.. edge.Members.Select(member => member with { Person = Key128.Of("p") })] };
        RingOf([one]).ShouldBeEmpty();
    }

    [Fact]
    public void Edges_expire_after_90_days_and_the_peak_stays()
    {
        var ring = Farm(2, vendors: 2);
        ring.ToDocument(Some.At(20)).Score.ShouldBe(89.2);
        ring.ToDocument(Some.At(20 + 89)).Score.ShouldBe(89.2);
        var after = ring.ToDocument(Some.At(20 + 91));
        after.Score.ShouldBe(0);
        after.PeakScore.ShouldBe(89.2);
        after.PeakTime.ShouldBe(Some.At(5));
        after.Accounts.ShouldBe(["user0", "user1"]);
        ring.Fact.At(Some.At(20 + 91)).ShouldBe(0);
    }

    [Fact]
    public void People_who_were_never_there_together_are_not_linked()
    {
        var edge = Edge(ArtefactType.Device, "d", Crew(2));
        var apart = edge with
        {
            Members =
            [edge.Members[0] with { From = Some.At(200), Until = Some.At(210) }, edge.Members[1]]
        };
        RingOf([apart]).ShouldBeEmpty();
    }

    [Fact]
    public void One_bad_edge_cannot_convict_a_neighbour()
    {
        // Only the second-highest member counts, and half of it.
        var own = OwnFact.From(Some.Account("user0"), [Some.Finding(Some.D11, day: 6), Some.Finding(Some.D03, day: 6)]);
        var alone = RingOf([Edge(ArtefactType.Device, "d", Crew(2))], [own]);
        alone[0].TermsAt(Some.At(6)).Own.ShouldBe(0);
        var other = OwnFact
            .From(Some.Account("user1"), [Some.Finding(Some.D03, day: 6), Some.Finding(Some.D08, day: 6)]);
        var both = RingOf([Edge(ArtefactType.Device, "d", Crew(2))], [own, other]);
        both[0].TermsAt(Some.At(6)).Own.ShouldBe(1);
        both[0].TermsAt(Some.At(36)).Own.ShouldBe(0.5);
    }

    [Fact]
    public void A_chain_of_more_than_fifty_loses_its_weakest_edges()
    {
        // A chain of 60 through laptops; the first three also share a phone.
        var edges = Enumerable.Range(0, 59)
            .Select(i => Edge(ArtefactType.Device, "d" + i, ["user" + i, "user" + (i + 1)])).ToList();
        RingOf(edges.Take(49)).ShouldHaveSingleItem().Accounts.Length.ShouldBe(50);
        edges.Add(Edge(ArtefactType.Phone, "p", ["user0", "user1", "user2"]));
        RingOf(edges).ShouldHaveSingleItem().Names.ShouldBe(["user0", "user1", "user2"]);
    }

    [Fact]
    public void Who_joins_later_does_not_rename_the_ring()
    {
        var two = RingOf([Edge(ArtefactType.Device, "d", ["user0", "user1"])])[0];
        var late = Edge(ArtefactType.Phone, "p", ["user1", "user2"], from: 8);
        var three = RingOf([Edge(ArtefactType.Device, "d", ["user0", "user1"]), late])[0];
        three.Id.ShouldBe(two.Id);
        three.Accounts.Length.ShouldBe(3);
        three.Fact.Timeline.Select(moment => moment.Time).ShouldContain(Some.At(8));
        three.Fact.At(Some.At(6)).ShouldBeLessThan(three.Fact.At(Some.At(8)));
    }

    [Fact]
    public void An_older_fact_does_not_revive_a_withdrawn_edge()
    {
        var graph = new RingGraph();
        var edge = Edge(ArtefactType.Device, "d", Crew(2)) with { Version = 5 };
        graph.Apply(edge).ShouldBeTrue();
        graph.Apply(edge).ShouldBeFalse();
        graph.Apply(edge with { Members = [], Version = 6 }).ShouldBeTrue();
        graph.Apply(edge).ShouldBeFalse();
        graph.Evaluate(_ => null, null, 1000).ShouldBeEmpty();
    }

    [Fact]
    public void A_second_evaluation_says_the_same_and_follows_what_changed()
    {
        var graph = new RingGraph();
        graph.Apply(Edge(ArtefactType.Device, "d", ["user0", "user1"]));
        graph.Apply(Edge(ArtefactType.Device, "e", ["user2", "user3"]));
        var first = graph.Evaluate(_ => null, null, 1000);
        graph.Evaluate(_ => null, null, 1000).ShouldBe(first);
        graph.Apply(OwnFact.From(Some.Account("user0"), [Some.Finding(Some.D03, day: 6)]));
        graph.Apply(OwnFact.From(Some.Account("user1"), [Some.Finding(Some.D03, day: 6)]));
        var second = graph.Evaluate(_ => null, null, 1000);
        second.Count(ring => first.Contains(ring)).ShouldBe(1);
        second.Single(ring => ring.Names[0] == "user0").TermsAt(Some.At(6)).Own.ShouldBe(1);
    }

    [Fact]
    public void The_document_names_who_shares_what_and_why()
    {
        var document = Farm(2, vendors: 2).ToDocument(Some.At(20));
        document.Artefacts.ShouldHaveSingleItem().Accounts.ShouldBe(["user0", "user1"]);
        document.Artefacts[0].Type.ShouldBe("ip");
        document.Points["homes"].ShouldBe(3.5);
        document.Points["artefact"].ShouldBe(1.5);
        document.Reasons.ShouldContain(reason => reason.Contains("never seen at home"));
        document.FirstSeen.ShouldBe(Some.At(5));
        document.LastSeen.ShouldBe(Some.At(20));
    }

    private static Ring Farm(int members, int vendors) =>
        RingOf([Edge(ArtefactType.Ip, "198.51.100.20", Crew(members), neverAtHome: true)], Homes(members, vendors))
            .ShouldHaveSingleItem();

    private static double Peak(Ring ring) => Math.Round(ring.ToDocument(Some.At(20)).PeakScore);

    private static List<string> Crew(int members) => [.. Enumerable.Range(0, members).Select(i => "user" + i)];

    /// <summary>Homes 500 km and more from each other and from Phoenix.</summary>
    private static DirectoryRow[] Homes(int members, int vendors) =>
        [.. Crew(members)
            .Select((name, i) => Some.Row(name, 40 + (i % 2), -70 - (8 * i), vendor: "v" + (i % vendors)))];

    [Fact]
    public void What_an_account_said_of_itself_before_anything_linked_it_counts_when_something_does()
    {
        OwnFact[] own = [.. Crew(2).Select(name => OwnFact.From(Some.Account(name), [Some.Finding(Some.D03, day: 6)]))];
        var edge = Edge(ArtefactType.Device, "d", Crew(2));
        var graph = new RingGraph();
        foreach (var fact in own) graph.Apply(fact);
        graph.Expire(Some.At(7));
        graph.Apply(edge);
        var ring = graph.Evaluate(Some.Directory(), null, 1000).ShouldHaveSingleItem();
        Peak(ring).ShouldBe(Peak(RingOf([edge], own).ShouldHaveSingleItem()));
        Peak(ring).ShouldBeGreaterThan(Peak(RingOf([edge]).ShouldHaveSingleItem()));
    }

    private static EdgeFact Edge(ArtefactType type, string value, IReadOnlyList<string> members,
        bool? neverAtHome = true, double from = 5) => new()
        {
            Artefact = Key128.Of(value),
            Type = type,
            Value = value,
            Class = type == ArtefactType.Ip ? NetworkClass.Fixed : NetworkClass.Unknown,
            Degree = members.Count,
            Latitude = 33.4484f,
            Longitude = -112.074f,
            Members = [.. members.Select(name =>
            new EdgeMember(Some.Account(name), name, Some.Account(name), Some.At(from), Some.At(20), neverAtHome))],
        };

    private static ImmutableArray<Ring> RingOf(IEnumerable<EdgeFact> edges, params DirectoryRow[] rows) =>
        RingOf(edges, [], rows);

    private static ImmutableArray<Ring> RingOf(IEnumerable<EdgeFact> edges, OwnFact[] own, params DirectoryRow[] rows)
    {
        var graph = new RingGraph();
        foreach (var edge in edges) graph.Apply(edge);
        foreach (var fact in own) graph.Apply(fact);
        return graph.Evaluate(Some.Directory(rows), null, 1000);
    }
}
