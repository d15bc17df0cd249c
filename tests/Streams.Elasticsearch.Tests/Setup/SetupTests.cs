using System.Text.Json.Nodes;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests.Setup;

[Collection(ServerCollection.Name)]
public sealed class SetupTests(ServerFixture fixture)
{
    [Fact]
    public async Task Twice_changes_nothing()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options();
        var first = await Rig.SetupAsync(options);
        first.Changed.Count.ShouldBeGreaterThan(10);
        var before = await StateAsync(options);
        var second = await Rig.SetupAsync(options);
        second.Changed.ShouldBeEmpty();
        second.Unchanged.Count.ShouldBe(first.Changed.Count);
        (await StateAsync(options)).ShouldBe(before);
    }

    [Fact]
    public async Task Refuses_over_a_template_of_a_newer_program_before_it_changes_any()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options();
        await fixture.Server.AskAsync(HttpMethod.Put, $"_index_template/{options.Prefix}-rings",
            $$"""{"index_patterns":["{{options.Prefix}}-rings"],"priority":300,"version":99,"template":{} }""");
        var refused = await Should.ThrowAsync<SetupException>(() => Rig.SetupAsync(options));
        refused.Message.ShouldContain("version 99");
        (await fixture.Server.AskAsync(HttpMethod.Get, $"_component_template/{options.Prefix}-ecs")).ShouldContain("404");
        await fixture.Server.AskAsync(HttpMethod.Delete, $"_index_template/{options.Prefix}-rings");
    }

    [Fact]
    public async Task An_older_template_and_the_indices_made_of_it_are_brought_up_to_date()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options();
        await fixture.Server.AskAsync(HttpMethod.Put, $"_index_template/{options.Prefix}-rings",
            $$$"""
            {"index_patterns":["{{{options.Prefix}}}-rings"],"priority":300,"version":0,
             "template":{"mappings":{"dynamic":"strict","_meta":{"managed_by":"streams","version":0},"properties":{"@timestamp":{"type":"date"} } } } }
            """);
        await fixture.Server.AskAsync(HttpMethod.Put, $"{options.Prefix}-rings", "{}");
        (await Rig.SetupAsync(options)).Changed.ShouldContain($"fields of {options.Prefix}-rings");
        using var rig = new Rig(options);
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(1)));
        rig.Sink.Counts.Accepted.ShouldBe(1);
        (await Rig.SetupAsync(options)).Changed.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_operators_own_component_adds_fields_and_survives_setup()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options();
        await fixture.Server.AskAsync(HttpMethod.Put, $"_component_template/{options.Prefix}-custom",
            """{"template":{"settings":{"index.refresh_interval":"7s"},"mappings":{"properties":{"labels":{"type":"flattened"}}}}}""");
        await Rig.SetupAsync(options);
        var settings = await fixture.Server.AskAsync(HttpMethod.Get, $"{options.Prefix}-accounts/_settings");
        settings.ShouldContain("\"refresh_interval\":\"7s\"");
        (await fixture.Server.AskAsync(HttpMethod.Get, $"{options.Prefix}-accounts/_mapping")).ShouldContain("\"labels\"");
    }

    [Fact]
    public async Task Check_names_what_is_missing()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options();
        using var setup = new ElasticsearchSetup(options);
        (await setup.CheckAsync(default)).ShouldContain(problem => problem.Contains("streams setup"));
        await setup.RunAsync(default);
        (await setup.CheckAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Retention_deletes_months_that_are_over_and_only_ours()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options() with { Retention = new RetentionOptions { EvidenceDays = 90, FindingsDays = null } };
        await Rig.SetupAsync(options);
        var p = options.Prefix;
        foreach (var index in new[] { $"{p}-evidence-2025.10", $"{p}-evidence-2025.12", $"{p}-findings-2025.10", $"{p}-evidence-archive" })
            await fixture.Server.AskAsync(HttpMethod.Put, index, "{}");
        var now = new FixedTime(DateTimeOffset.Parse("2026-02-15T00:00:00Z"));
        using var setup = new ElasticsearchSetup(options, now);
        (await setup.ApplyRetentionAsync(default)).ShouldBe([$"{p}-evidence-2025.10"]);
        (await setup.ApplyRetentionAsync(default)).ShouldBeEmpty();

        // A document that comes again does not bring the month back.
        using var rig = new Rig(options, now);
        var old = Some.Finding(time: DateTimeOffset.Parse("2025-10-03T00:00:00Z").ToUnixTimeMilliseconds());
        await rig.DeliverAsync(Some.Result(Some.Account(findings: old), Some.Version(1)));
        rig.Sink.Counts.Expired.ShouldBe(2);
        (await fixture.Server.AskAsync(HttpMethod.Get, $"{p}-evidence-*/_settings")).ShouldNotContain("2025.10");
    }

    [Fact]
    public async Task A_server_without_lifecycle_policies_is_told_of_and_lived_with()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options() with { Retention = new RetentionOptions { Lifecycle = true } };
        (await Rig.SetupAsync(options)).Notes.ShouldHaveSingleItem().ShouldContain("no lifecycle policies");
        using var rig = new Rig(options, new FixedTime(DateTimeOffset.FromUnixTimeMilliseconds(Some.Time)));
        await rig.DeliverAsync(Some.Result(Some.Account(findings: Some.Finding()), Some.Version(1)));
        rig.Sink.Counts.Quarantined.ShouldBe(0);
    }

    private async Task<string> StateAsync(ElasticsearchOptions options)
    {
        var state = new List<string>();
        foreach (var path in new[] { "_index_template/", "_component_template/" })
            state.Add(await fixture.Server.AskAsync(HttpMethod.Get, $"{path}{options.Prefix}-*"));
        state.Add(JsonNode.Parse(await fixture.Server.AskAsync(HttpMethod.Get, $"{options.Prefix}-*/_mapping,_settings".Split(',')[0]))!.ToJsonString());
        return string.Join('\n', state);
    }
}
