using Streams.Elasticsearch;
using Streams.Runtime.Deliver;

namespace Streams.Acceptance.Service;

/// <summary>The results log against the index: each entity's newest document stands there, under its very version.</summary>
internal static class Results
{
    /// <returns>How many of each kind were compared.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> ShouldStandIn(this ServiceWorld world, ElasticServer elastic, string name)
    {
        var newest = new Dictionary<string, Dictionary<string, (long Version, bool IsShown)>>();
        foreach (var record in TopicRecord.Each(world.Kafka.Bootstrap, $"{name}.results"))
        {
            var document = DocumentRecord.Read(record.Value);
            if (!newest.TryGetValue(document.Kind, out var of)) newest.Add(document.Kind, of = new(StringComparer.Ordinal));
            if (of.GetValueOrDefault(document.Id).Version <= document.Version)
                of[document.Id] = (document.Version, document.Json.Length > 0);
        }

        var compared = new Dictionary<string, int>();
        foreach (var (kind, pattern) in new[] { ("account", "accounts"), ("ring", "rings"), ("alert", "alerts-*"), ("event", "evidence-*") })
        {
            var stored = await elastic.VersionsAsync($"{name}-{pattern}");
            var told = newest.GetValueOrDefault(kind, []);
            var wrong = told.Where(entity => entity.Value.IsShown)
                .Select(entity => (entity.Key, Told: entity.Value.Version, Stored: stored.GetValueOrDefault(IndexNames.Id(entity.Key))))
                .Where(entity => entity.Told != entity.Stored).ToList();
            wrong.ShouldBeEmpty(kind);
            // Nothing that was never told; evidence of findings has no entity of its own.
            if (kind != "event") stored.Keys.Except(told.Keys.Select(IndexNames.Id)).ShouldBeEmpty(kind);
            compared[kind] = told.Count;
        }

        return compared;
    }
}
