using System.Text;
using Streams.Core.Scoring;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests;

/// <summary>What goes in is what a reader gets, field by field.</summary>
[Collection(ServerCollection.Name)]
public sealed class RoundTripTests(ServerFixture fixture)
{
    [Fact]
    public async Task A_whole_company_reads_back_as_it_was_found()
    {
        if (Shared.IsMissing) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var company = fixture.Company;
        await rig.Sink.DeliverAsync(company.Documents(), default);
        (await rig.Quarantine.ListAsync(default)).ShouldBeEmpty();

        await rig.Reader.RefreshAsync(default);
        var accounts = await rig.Reader.AccountsAsync(default);
        Text(accounts).ShouldBe(Text(HuntJson.Ranked(company.Hunt.Accounts)));
        var rings = await rig.Reader.RingsAsync(default);
        rings.Select(r => Encoding.UTF8.GetString(HuntJson.ToBytes(r)))
            .ShouldBe(HuntJson.Ranked(company.Hunt.Rings).Select(r => Encoding.UTF8.GetString(HuntJson.ToBytes(r))));

        // The same again, and the same once more in another order: nothing is doubled, nothing changes.
        var before = rig.Sink.Counts;
        await rig.Sink.DeliverAsync([.. company.Documents().Reverse()], default);
        rig.Sink.Counts.Accepted.ShouldBe(before.Accepted);
        rig.Sink.Counts.Superseded.ShouldBe(before.Accepted);
        await rig.Reader.RefreshAsync(default);
        Text(await rig.Reader.AccountsAsync(default)).ShouldBe(Text(accounts));
        (await rig.StoredAsync("evidence")).Count(e => e.GetProperty("streams").GetProperty("evidence").GetProperty("role").GetString() == "event")
            .ShouldBe(company.Events.Count);
    }

    private static IEnumerable<string> Text(IEnumerable<AccountDocument> accounts) =>
        accounts.Select(a => Encoding.UTF8.GetString(HuntJson.ToBytes(a)));
}
