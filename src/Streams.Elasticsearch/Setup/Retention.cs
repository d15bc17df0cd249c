using System.Text.Json;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Setup;

/// <summary>Deletes months that are past their retention, where no lifecycle policy does.</summary>
internal sealed class Retention(ElasticsearchClient client, IndexNames names, RetentionOptions retention)
{
    public static bool IsOver(DateOnly month, int days, DateTimeOffset now) =>
        new DateTimeOffset(month.AddMonths(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(days) <= now;

    /// <returns>The indices that went.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var gone = new List<string>();
        foreach (var kind in IndexNames.MonthlyKinds)
        {
            if (retention.DaysOf(kind) is not { } days) continue;
            var reply = await client.SendAsync(HttpMethod.Get, $"{names.Pattern(kind)}/_mapping?filter_path=*.mappings._meta", cancel);
            Expect(reply, "list indices");
            foreach (var index in reply.Json().EnumerateObject())
            {
                // Named exactly as we name them, with our mapping, and old: all three, or it is not ours to delete.
                if (names.Read(index.Name) is not { Month: { } month } || !IsOver(month, days, now) || !IsOurs(index.Value)) continue;
                Expect(await client.SendAsync(HttpMethod.Delete, index.Name, cancel), $"delete {index.Name}");
                gone.Add(index.Name);
            }
        }

        return gone;
    }

    private static bool IsOurs(JsonElement index) =>
        index.TryGetProperty("mappings", out var mappings) && mappings.TryGetProperty("_meta", out var meta)
        && meta.TryGetProperty("managed_by", out var by) && by.ValueEquals(Templates.ManagedBy);

    private static void Expect(ServerReply reply, string what)
    {
        if (!reply.IsFine && reply.Status != 404) throw new SetupException($"Elasticsearch would not {what} ({reply.Status}): {reply.Problem}");
    }
}
