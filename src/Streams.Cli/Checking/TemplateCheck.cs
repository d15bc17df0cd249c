using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Running;
using Streams.Elasticsearch.Setup;

namespace Streams.Cli.Checking;

/// <summary>The index templates that the sink writes under are there, and no older than this program.</summary>
internal sealed class TemplateCheck : IEnvironmentCheck
{
    public string Name => "index templates";

    public async Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration, CancellationToken cancel)
    {
        if (!ElasticsearchSettings.IsOn(configuration)) return [];
        using var setup = new ElasticsearchSetup(ElasticsearchSettings.Options(configuration));
        return [.. (await setup.CheckAsync(cancel)).Select(found => new ConfigurationProblem("elasticsearch", found, "the templates of streams setup"))];
    }
}
