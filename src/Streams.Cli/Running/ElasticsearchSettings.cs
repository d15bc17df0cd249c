using Streams.Cli.Configuration.Sections;
using Streams.Elasticsearch;

namespace Streams.Cli.Running;

/// <summary>From the configuration to what the index is told.</summary>
internal static class ElasticsearchSettings
{
    public static bool IsOn(StreamsConfiguration configuration) => configuration.Elasticsearch.Urls.Count > 0;

    public static ElasticsearchOptions Options(StreamsConfiguration configuration)
    {
        var elastic = configuration.Elasticsearch;
        return new ElasticsearchOptions
        {
            Hosts = [.. elastic.Urls.Select(url => new Uri(url))],
            ApiKeyFile = elastic.ApiKeyFile,
            User = elastic.Username,
            PasswordFile = elastic.PasswordFile,
            CaFile = elastic.CaFile,
            Prefix = elastic.Prefix,
            Gzip = elastic.Gzip,
            BulkBytes = (int)Math.Min(elastic.BatchSize, int.MaxValue),
            RequestTimeout = elastic.RequestTimeout,
            Retention = elastic.DeleteExpired
                ? new RetentionOptions
                {
                    EvidenceDays = (int)elastic.EvidenceRetention.TotalDays,
                    FindingsDays = (int)elastic.Retention.TotalDays,
                    AlertsDays = (int)elastic.Retention.TotalDays,
                    ScoresDays = (int)elastic.Retention.TotalDays,
                    Lifecycle = true,
                }
                : null,
            Kibana = Kibana(configuration.Kibana),
        };
    }

    private static KibanaOptions? Kibana(KibanaConfiguration kibana) => kibana.Url is null
        ? null
        : new KibanaOptions
        {
            Url = new Uri(kibana.Url),
            Space = kibana.Space,
            ApiKeyFile = kibana.ApiKeyFile,
            User = kibana.Username,
            PasswordFile = kibana.PasswordFile,
            CaFile = kibana.CaFile,
        };
}
