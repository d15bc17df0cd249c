using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Detections;
using Streams.Core.Detections.LaptopFarm;
using Streams.Core.Detections.SharedDevice;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Documents;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests.Documents;

public sealed class DocumentTests
{
    [Fact]
    public void Values_by_dotted_name_become_nested_objects()
    {
        var document = new EcsDocument();
        document.Set("user_agent.original", "x");
        document.Set("user.name", "ana");
        document.Set("user.risk.calculated_level", "high");
        document.Set("a", 1L);
        document.Set("nothing", (string?)null);
        document.Set("nan", double.NaN);
        document.Set("none", Array.Empty<string>());
        System.Text.Encoding.UTF8.GetString(document.ToBytes()).ShouldBe(
            """{"a":1,"ecs":{"version":"9.4.0"},"user":{"name":"ana","risk":{"calculated_level":"high"}},"user_agent":{"original":"x"}}""");
    }

    [Fact]
    public void Every_technique_of_the_catalogue_has_its_name()
    {
        var ids = DetectionCatalogue.All(new DetectionSettings()).SelectMany(d => d.Rules)
            .Append(SharedDeviceRule.Rule).Append(LaptopFarmRule.Rule).SelectMany(r => r.Attack).Distinct().ToList();
        ids.ShouldNotBeEmpty();
        ids.ShouldAllBe(id => Attack.Knows(id));
    }

    [Fact]
    public void Every_group_of_rules_has_its_field() =>
        Enum.GetValues<RuleGroup>().Select(Rule.GroupName).ShouldBe(AccountEcs.Groups, ignoreOrder: true);

    [Fact]
    public void Subtechniques_stand_in_full_beside_their_techniques()
    {
        var document = FindingEcs.Of(Some.Finding(), Some.Account());
        document["threat.technique.id"].ShouldBe(new List<string?> { "T1078", "T1133" });
        document["threat.technique.subtechnique.id"].ShouldBe(new List<string?> { "T1078.004" });
        document["threat.technique.subtechnique.name"].ShouldBe(new List<string?> { "Cloud Accounts" });
        document["threat.tactic.id"].ShouldBe(new List<string?> { "TA0001", "TA0003", "TA0004", "TA0005" });
    }

    [Fact]
    public void What_only_a_restricted_circle_reviews_is_no_reason_and_leaves_the_account_open()
    {
        var review = Some.Finding() with { Id = "f-review", Summary = "a name like one on a list", Weight = 0, Points = 0 };
        var both = AccountEcs.Of(Some.Account(findings: [Some.Finding(), review]));
        ((JsonArray)both["streams.reasons"]!).Single()!.GetValue<string>().ShouldBe(Some.Finding().Summary);
        var alone = AccountEcs.Of(Some.Account(findings: [review]));
        ((JsonArray)alone["streams.reasons"]!).ShouldBeEmpty();
        alone["event.reason"].ShouldBeNull();
        alone["streams.status"].ShouldBe("open");
    }

    [Fact]
    public void A_ring_has_the_vendors_teams_and_rules_of_its_members_for_the_controls()
    {
        var ring = Some.Ring() with { Vendors = ["acme", "globex"], Teams = ["core"], Rules = ["D01", "D04"] };
        var document = RingEcs.Of(ring);
        document["streams.vendor"].ShouldBe(new List<string?> { "acme", "globex" });
        document["streams.team"].ShouldBe(new List<string?> { "core" });
        ((IEnumerable<string?>)document["rule.id"]!).ShouldBeSubsetOf(["D01", "D04", .. ring.Findings.Select(f => f.Rule)]);
        HuntJson.ToBytes(RingEcs.Read(JsonDocument.Parse(document.ToBytes()).RootElement)).ShouldBe(HuntJson.ToBytes(ring));
    }

    [Fact]
    public void No_document_claims_to_be_a_signal()
    {
        var plan = new DocumentPlan(new IndexNames("streams"), TimeProvider.System);
        plan.Add(Some.Result(Some.Account(findings: Some.Finding()), 1));
        plan.Add(Some.Result(Some.Ring(), 2));
        plan.Add(Alerts.Of(Some.Account(findings: Some.Finding()), 0, 3));
        plan.Items.Count.ShouldBe(7);
        foreach (var item in plan.Items)
            JsonDocument.Parse(item.Body).RootElement.GetProperty("event").GetProperty("kind").GetString().ShouldBeOneOf("alert", "state", "event", "metric");
    }

    [Fact]
    public void Of_several_versions_of_one_document_the_newest_is_written_whatever_their_order()
    {
        var documents = new[] { 3, 1, 2 }.Select(i => Some.Result(Some.Account(score: i * 10), i)).ToList();
        foreach (var order in new[] { documents, [.. documents.AsEnumerable().Reverse()] })
        {
            var plan = new DocumentPlan(new IndexNames("streams"), TimeProvider.System);
            foreach (var document in order) plan.Add(document);
            plan.Items.Single(i => i.Index == "streams-accounts").Version.ShouldBe(3);
        }
    }

    [Fact]
    public void A_document_reads_back_as_it_was()
    {
        var finding = Some.Finding() with { Suppressed = new SuppressedDocument("trip", "hr", Some.Time), Counterparts = ["bob@corp.example"] };
        HuntJson.ToBytes(FindingEcs.Read(Stored(FindingEcs.Of(finding, Some.Account())))).ShouldBe(HuntJson.ToBytes(finding));
        var account = Some.Account(findings: finding);
        HuntJson.ToBytes(AccountEcs.Read(Stored(AccountEcs.Of(account)), _ => finding)).ShouldBe(HuntJson.ToBytes(account));
        var bare = new AccountDocument { Account = "x", Prior = new PriorDocument(0, "") };
        HuntJson.ToBytes(AccountEcs.Read(Stored(AccountEcs.Of(bare)), _ => null)).ShouldBe(HuntJson.ToBytes(bare));
        HuntJson.ToBytes(RingEcs.Read(Stored(RingEcs.Of(Some.Ring())))).ShouldBe(HuntJson.ToBytes(Some.Ring()));
    }

    private static JsonElement Stored(EcsDocument document) => JsonDocument.Parse(document.ToBytes()).RootElement;
}
