using System.Text.Json;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests;

/// <summary>No document goes backwards, none is deleted, and an older deployment notices a newer one.</summary>
[Collection(ServerCollection.Name)]
public sealed class VersionTests(ServerFixture fixture)
{
    [Fact]
    public async Task An_older_document_that_comes_late_changes_nothing()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(Some.Result(Some.Account(score: 80), Some.Version(20)));
        await rig.DeliverAsync(Some.Result(Some.Account(score: 30), Some.Version(10)));
        (await rig.StoredAsync("accounts")).ShouldHaveSingleItem()
            .GetProperty("user").GetProperty("risk").GetProperty("calculated_score_norm").GetDouble().ShouldBe(80);
        rig.Sink.Counts.Superseded.ShouldBeGreaterThan(0);
        rig.Sink.Counts.Quarantined.ShouldBe(0);
    }

    [Fact]
    public async Task A_newer_deployment_takes_over_from_an_older_one()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(Some.Result(Some.Account(score: 80), Some.Version(2_000, epoch: 1)));
        await rig.DeliverAsync(Some.Result(Some.Account(score: 30), Some.Version(3, epoch: 2)));
        (await rig.StoredAsync("accounts")).ShouldHaveSingleItem()
            .GetProperty("user").GetProperty("risk").GetProperty("calculated_score_norm").GetDouble().ShouldBe(30);
    }

    [Fact]
    public async Task A_conflict_with_a_newer_deployment_stops_the_sink()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(Some.Result(Some.Account(), Some.Version(5, epoch: 8)));
        var older = Some.Result(Some.Account(), Some.Version(900, epoch: 7));
        var stopped = await Should.ThrowAsync<SinkStoppedException>(() => rig.DeliverAsync(older));
        stopped.Message.ShouldContain("epoch 8");
        stopped.Message.ShouldContain("prefix");
    }

    [Fact]
    public async Task A_withdrawn_finding_stays_as_withdrawn_and_so_does_its_evidence()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var finding = Some.Finding();
        await rig.DeliverAsync(Some.Result(Some.Account(findings: finding), Some.Version(1)));
        Statuses(await rig.StoredAsync("findings")).ShouldBe(["open"]);
        Statuses(await rig.StoredAsync("evidence")).ShouldBe(["open", "open"]);

        await rig.DeliverAsync(
            Some.Withdrawn("ana@corp.example", finding, Some.Version(2)), Some.Result(Some.Account(score: 2), Some.Version(2)));
        Statuses(await rig.StoredAsync("findings")).ShouldBe(["withdrawn"]);
        var evidence = await rig.StoredAsync("evidence");
        Statuses(evidence).ShouldBe(["withdrawn", "withdrawn"]);
        evidence.ShouldAllBe(e => e.GetProperty("source").GetProperty("ip").GetString()!.Length > 0);
        (await rig.Reader.AccountsAsync(default)).ShouldHaveSingleItem().Findings.ShouldBeEmpty();

        // The first document, played again, does not bring it back.
        await rig.DeliverAsync(Some.Result(Some.Account(findings: finding), Some.Version(1)));
        Statuses(await rig.StoredAsync("findings")).ShouldBe(["withdrawn"]);
    }

    [Fact]
    public async Task Evidence_of_an_account_that_never_came_to_medium_is_not_indexed_even_when_withdrawn()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var finding = Some.Finding();
        await rig.DeliverAsync(Some.Result(Some.Account(score: 30, findings: finding), Some.Version(1)));
        await rig.DeliverAsync(Some.Withdrawn("ana@corp.example", finding, Some.Version(2)));
        Statuses(await rig.StoredAsync("findings")).ShouldBe(["withdrawn"]);
        (await rig.StoredAsync("evidence")).ShouldBeEmpty();
        (await rig.StoredAsync("scores")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_suppressed_finding_and_its_account_say_so()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var finding = Some.Finding() with { Points = 0, Suppressed = new SuppressedDocument("travel", "hr", Some.Time + 1) };
        await rig.DeliverAsync(Some.Result(Some.Account(findings: finding), Some.Version(1)));
        Statuses(await rig.StoredAsync("findings")).ShouldBe(["suppressed"]);
        Statuses(await rig.StoredAsync("accounts")).ShouldBe(["suppressed"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dissolved_ring_and_a_cleared_account_keep_their_content(bool inOneBatch)
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        ResultDocument[] first = [Some.Result(Some.Ring(), Some.Version(1)), Some.Result(Some.Account(), Some.Version(1))];
        ResultDocument[] then = [new("ring:r-1", Some.Version(2), []), new("account:ana@corp.example", Some.Version(2), [])];
        if (inOneBatch) await rig.DeliverAsync([.. first, .. then]);
        else
        {
            await rig.DeliverAsync(first);
            await rig.DeliverAsync(then);
        }

        var ring = (await rig.StoredAsync("rings")).ShouldHaveSingleItem();
        Statuses([ring]).ShouldBe(["withdrawn"]);
        ring.GetProperty("user").GetProperty("name").GetArrayLength().ShouldBe(2);
        Statuses(await rig.StoredAsync("accounts")).ShouldBe(["withdrawn"]);
        (await rig.Reader.RingsAsync(default)).ShouldBeEmpty();
        (await rig.Reader.AccountsAsync(default)).ShouldBeEmpty();

        // Back again: a ring may form anew.
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(3)));
        await rig.Reader.RefreshAsync(default);
        (await rig.Reader.RingsAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_entity_that_was_never_written_is_closed_without_content()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(new ResultDocument("ring:r-9", Some.Version(1), []));
        Statuses(await rig.StoredAsync("rings")).ShouldBe(["withdrawn"]);
    }

    [Fact]
    public async Task Documents_of_one_finding_go_to_the_month_of_its_first_event_whenever_they_are_written()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var finding = Some.Finding(time: DateTimeOffset.Parse("2026-01-31T23:59:59.999Z").ToUnixTimeMilliseconds());
        await rig.DeliverAsync(Some.Result(Some.Account(findings: finding), Some.Version(1)));
        var indices = await fixture.Server.AskAsync(HttpMethod.Get, $"{rig.Options.Prefix}-*/_settings?filter_path=*.settings.index.provided_name");
        indices.ShouldContain($"{rig.Options.Prefix}-findings-2026.01");
        indices.ShouldContain($"{rig.Options.Prefix}-evidence-2026.01");
        indices.ShouldContain($"{rig.Options.Prefix}-evidence-2026.02");
        indices.ShouldNotContain($"{rig.Options.Prefix}-findings-2026.02");
    }

    private static IEnumerable<string> Statuses(IEnumerable<JsonElement> sources) =>
        sources.Select(s => s.GetProperty("streams").GetProperty("status").GetString()!);
}
