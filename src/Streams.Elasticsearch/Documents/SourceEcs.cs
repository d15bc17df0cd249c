using Streams.Core.Scoring;

namespace Streams.Elasticsearch.Documents;

/// <summary>A source partition in <c>streams-sources</c>.</summary>
internal static class SourceEcs
{
    private const string S = "streams.source.";

    public static EcsDocument Of(SourceDocument source)
    {
        var to = new EcsDocument();
        to.Time("@timestamp", source.AsOf);
        to.Set("event.kind", "metric");
        to.Set("event.dataset", source.Format);
        to.Set(Common.Status, Common.Open);
        to.Set(S + "name", source.Source);
        to.Set(S + "format", source.Format);
        to.Time(S + "watermark", source.Watermark);
        to.Set(S + "lag_ms", source.LagMs);
        to.Set(S + "idle", source.Idle);
        to.Set(S + "read", source.Read);
        to.Set(S + "applied", source.Applied);
        to.Set(S + "ignored", source.Ignored);
        to.Set(S + "quarantined", source.Quarantined);
        return to;
    }
}
