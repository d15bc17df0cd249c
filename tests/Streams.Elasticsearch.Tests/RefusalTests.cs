using System.Text;
using Streams.Elasticsearch.Bulk;
using Streams.Elasticsearch.Tests.World;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests;

/// <summary>What the server refuses for good waits in the quarantine and goes in after the mend.</summary>
[Collection(ServerCollection.Name)]
public sealed class RefusalTests(ServerFixture fixture)
{
    [Fact]
    public async Task A_mapping_conflict_sets_aside_what_it_hits_and_nothing_else()
    {
        if (Shared.IsMissing) return;
        var options = fixture.Options();
        using var rig = await Rig.SetUpAsync(options);
        // Somebody's component, planted where operators put theirs, makes a number of what is a text.
        var index = $"{options.Prefix}-rings";
        await fixture.Server.AskAsync(HttpMethod.Delete, index);
        await fixture.Server.AskAsync(HttpMethod.Put, index,
            """
            {"mappings":{"dynamic":"strict","_meta":{"managed_by":"streams","version":1},
             "properties":{"@timestamp":{"type":"date"},"streams":{"properties":{"reasons":{"type":"long"}}}}}}
            """);

        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(4)), Some.Result(Some.Account(), Some.Version(4)));
        (await rig.StoredAsync("accounts")).Count.ShouldBe(1);
        var aside = (await rig.Quarantine.ListAsync(default)).ShouldHaveSingleItem();
        aside.Index.ShouldBe(index);
        aside.Reason.ShouldStartWith("400: ");
        rig.Heard().ShouldContain("set aside");

        // Sent before the mend it stays; after it, it goes in once.
        (await rig.Sink.ResendAsync(default)).ShouldBe((1, 1));
        await fixture.Server.AskAsync(HttpMethod.Delete, index);
        await fixture.Server.AskAsync(HttpMethod.Put, index, "{}");
        (await rig.Sink.ResendAsync(default)).ShouldBe((1, 0));
        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();
        await rig.Reader.RefreshAsync(default);
        (await rig.Reader.RingsAsync(default)).ShouldHaveSingleItem().Id.ShouldBe("r-1");
    }

    [Fact]
    public async Task A_document_sent_again_never_overtakes_a_newer_one()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.Quarantine.PutAsync(
            new SetAside($"{rig.Options.Prefix}-rings", "r-1", Some.Version(1), """{"streams":{"ring":{"id":"r-old"}}}"""u8.ToArray(), "400: once", 0), default);
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(2)));
        (await rig.Sink.ResendAsync(default)).ShouldBe((1, 0));
        await rig.Reader.RefreshAsync(default);
        (await rig.Reader.RingsAsync(default)).ShouldHaveSingleItem().Id.ShouldBe("r-1");
        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("account:x", "{\"account\":")]
    [InlineData("account:x", "{}")]
    [InlineData("ring:x", "[]")]
    [InlineData("finding:x", "{\"account\":\"x\"}")]
    [InlineData("alert:x", "")]
    [InlineData("event:x", "{\"id\":\"1\"}")]
    [InlineData("planet:x", "{}")]
    public async Task What_cannot_be_read_is_set_aside_and_holds_nobody(string entity, string json)
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        await rig.DeliverAsync(
            new ResultDocument(entity, Some.Version(1), Encoding.UTF8.GetBytes(json)), Some.Result(Some.Ring(), Some.Version(2)));
        (await rig.StoredAsync("rings")).Count.ShouldBe(1);
        (await rig.Quarantine.ListAsync(default)).ShouldHaveSingleItem().Id.ShouldBe(entity);
        (await rig.Sink.ResendAsync(default)).ShouldBe((1, 1));
        (await rig.Quarantine.ListAsync(default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Hostile_text_is_stored_as_text()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        string[] names =
        [
            "\n{\"delete\":{\"_index\":\"x\",\"_id\":\"1\"}}\n", "../../_all", "a\"b\\c", "\u0000\u0001\uFFFD", new string('é', 5_000), "*", "x/y?z#%2f",
            "version conflict, current version [99999999999999999] is higher or equal to the one provided [1]", "<script>", "👩‍💻", " ",
        ];
        await rig.DeliverAsync([.. names.Select((name, i) => Some.Result(
            Some.Account(name, findings: Some.Finding($"f-{i}") with { Summary = name + new string('x', 40_000) }), Some.Version(i + 1)))]);
        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();
        await rig.Reader.RefreshAsync(default);
        (await rig.Reader.AccountsAsync(default)).Select(a => a.Account).ShouldBe(names, ignoreOrder: true);
    }
}
