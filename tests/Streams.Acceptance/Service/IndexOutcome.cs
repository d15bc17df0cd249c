using System.Globalization;
using System.Text;
using Streams.Core.Scoring;
using Streams.Elasticsearch;

namespace Streams.Acceptance.Service;

/// <summary>What an index holds in the end, in the shape of an export.</summary>
internal static class IndexOutcome
{
    /// <summary>
    /// Sources without an event for long are not waited for; then the first event of another day seals what was before
    /// it, and every document is said again, as of its time.
    /// </summary>
    public static string ComeToRest(ServiceWorld world, Deployment deployment, IReadOnlyList<string> topics, DateTime last)
    {
        Thread.Sleep(TimeSpan.FromSeconds(22));
        void Send(DateTime time) => new Feeder(world.Kafka.Bootstrap, 1, deployment.Name + "-")
            .Add("okta", Encoding.UTF8.GetBytes(Records.Okta("somebody@corp.example", time))).Play(0);
        Send(last.Date.AddDays(1).AddHours(1));
        deployment.WaitUntilTaken(topics);
        Thread.Sleep(3_000);
        var asOf = last.Date.AddDays(2).AddHours(1);
        Send(asOf);
        deployment.WaitUntilTaken(topics);
        Thread.Sleep(3_000);
        deployment.WaitUntilDelivered("elasticsearch");
        return asOf.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    public static async Task<HuntOutcome> ReadAsync(ElasticsearchReader reader, HuntOutcome like)
    {
        await reader.RefreshAsync(default);
        return HuntOutcome.Of(HuntJson.ToBytes(new HuntDocument
        {
            Totals = HuntJson.Read(Encoding.UTF8.GetBytes(like.Root.ToJsonString())).Totals,
            Accounts = [.. await reader.AccountsAsync(default)],
            Rings = [.. await reader.RingsAsync(default)],
        }));
    }
}
