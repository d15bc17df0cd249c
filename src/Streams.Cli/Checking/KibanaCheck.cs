using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Checking;

/// <summary>Kibana answers at /api/status, where an address is configured.</summary>
internal sealed class KibanaCheck : IEnvironmentCheck
{
    public string Name => "kibana";

    public async Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration,
        CancellationToken cancel)
    {
        var kibana = configuration.Kibana;
        if (kibana.Url is null) return [];
        var authorization = SecretFile.Authorization(kibana.ApiKeyFile, kibana.Username, kibana.PasswordFile);
        var status = new Uri(kibana.Url.TrimEnd('/') + "/api/status");
        var answer = await HttpProbe.GetAsync(status, authorization, kibana.CaFile, cancel);
        return ElasticsearchCheck.Judge("kibana.url", kibana.Url, answer) is { } problem ? [problem] : [];
    }
}
