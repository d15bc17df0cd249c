using System.Globalization;
using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>The last score of an account and day in <c>streams-scores-YYYY.MM</c>: what its score over time is drawn from.</summary>
internal static class ScoreEcs
{
    public static string IdOf(AccountDocument account, long time) => IndexNames.Id(string.Create(
        CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(time):yyyy-MM-dd}/{account.Account}"));

    public static EcsDocument Of(AccountDocument account, long time)
    {
        var to = new EcsDocument();
        to.Time("@timestamp", time);
        to.Set("event.kind", "metric");
        to.Set(Common.Status, Common.Open);
        to.User(account);
        to.Rules([.. Common.ByPoints(account.Findings)]);
        AccountEcs.Points(to, account);
        to.Set("streams.account.finding_count", (long)account.Findings.Count);
        return to;
    }
}
