using System.Net;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Checking;

/// <summary>Every node answers GET / with the given credentials.</summary>
internal sealed class ElasticsearchCheck : IEnvironmentCheck
{
    public string Name => "elasticsearch";

    public async Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration,
        CancellationToken cancel)
    {
        var elastic = configuration.Elasticsearch;
        var authorization = SecretFile.Authorization(elastic.ApiKeyFile, elastic.Username, elastic.PasswordFile);
        var asked = elastic.Urls.Select(async (url, index) =>
        {
            var answer = await HttpProbe.GetAsync(new Uri(url), authorization, elastic.CaFile, cancel);
            return Judge($"elasticsearch.urls[{index}]", url, answer);
        });
        return [.. (await Task.WhenAll(asked)).OfType<ConfigurationProblem>()];
    }

    internal static ConfigurationProblem? Judge(string path, string url,
        (HttpStatusCode? Status, string? Problem) answer) => answer switch
        {
            ({ } status, _) when (int)status is >= 200 and < 300 => null,
            (HttpStatusCode.Unauthorized, _) =>
                new ConfigurationProblem(path, $"401 from {url}", "an answer", "credentials are missing or wrong"),
            (HttpStatusCode.Forbidden, _) =>
                new ConfigurationProblem(path, $"403 from {url}", "an answer",
                "these credentials may not ask for the server's state (privilege monitor)"),
            ({ } status, _) => new ConfigurationProblem(path, $"{(int)status} from {url}", "an answer"),
            var (_, problem) => new ConfigurationProblem(path, $"{problem} ({url})", "an answer",
                "is it running, and is the address right?"),
        };
}
