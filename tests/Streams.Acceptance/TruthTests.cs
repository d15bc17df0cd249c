using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>What was planted is found, and nobody who only looks alike is paged for.</summary>
public sealed class TruthTests
{
    [Fact]
    public void The_demo_finds_what_it_planted_and_writes_its_report()
    {
        using var scratch = new Scratch();
        var run = StreamsProgram.RunIn(scratch.Folder, "demo").Exits(0);
        var truth = JsonNode.Parse(File.ReadAllBytes(scratch.At("streams-demo/company/truth.json")))!;
        var hunt = HuntOutcome.Load(scratch.At("streams-demo/hunt.json")).Reconciles();
        Agree(truth, hunt);

        var report = File.ReadAllText(scratch.At("streams-demo/report.html"));
        foreach (var ring in hunt.Rings) report.ShouldContain((string)ring!["id"]!);
        run.Output.ShouldContain("streams-demo/report.html");
        run.Output.ShouldContain((string)hunt.Accounts[0]!["account"]!);

        var explained = StreamsProgram.RunIn(scratch.Folder, "explain", (string)hunt.Accounts[0]!["account"]!).Exits(0);
        explained.Output.ShouldContain("Not proof; no automatic action");
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void A_company_of_another_seed_is_seen_through_too(int seed)
    {
        using var company = new GeneratedCompany(seed);
        Agree(company.Truth, company.Hunt.Reconciles());
    }

    private static void Agree(JsonNode truth, HuntOutcome hunt)
    {
        var missed = new List<string>();
        var paged = new List<string>();
        var planted = 0;
        foreach (var person in truth["accounts"]!.AsArray())
        {
            var name = (string)person!["account"]!;
            var account = hunt.Account(name);
            if (!(bool)person["is_scheme"]!)
            {
                if (account?["page_time"] is not null) paged.Add($"{name}: {account["peak_score"]}, ring {account["ring"]}");
                continue;
            }

            if (!(bool)person["covered"]!) continue;
            planted++;
            var expected = person["expected_rules"]!.AsArray().Select(rule => (string)rule!).ToArray();
            var rules = account is null ? [] : HuntOutcome.RulesOf(account);
            var isRaised = account is not null && ((string?)account["peak_level"] is "medium" or "high" or "critical" || account["ring"] is not null);
            if (!isRaised || !rules.Intersect(expected).Any())
                missed.Add($"{name}, {person["family"]}: expected {string.Join('/', expected)}, found {string.Join('/', rules)} {account?["peak_level"]}");
        }

        planted.ShouldBeGreaterThan(20);
        missed.ShouldBeEmpty();
        paged.ShouldBeEmpty();
    }
}
