using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Credentials whole, one kind of them, and not readable on the wire beyond this machine.</summary>
internal static class SinkRules
{
    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var elastic = configuration.Elasticsearch;
        Credentials("elasticsearch", elastic.ApiKeyFile, elastic.Username, elastic.PasswordFile, elastic.Urls,
            problems);
        var kibana = configuration.Kibana;
        IReadOnlyList<string> urls = kibana.Url is null ? [] : [kibana.Url];
        Credentials("kibana", kibana.ApiKeyFile, kibana.Username, kibana.PasswordFile, urls, problems);
    }

    private static void Credentials(
        string section, string? apiKey, string? username, string? password, IReadOnlyList<string> urls,
            ICollection<ConfigurationProblem> problems)
    {
        if (apiKey is not null && (username ?? password) is not null)
            problems.Add(new ConfigurationProblem($"{section}.api_key_file", "an API key beside a user name",
                "one or the other"));
        if (username is null != password is null)
            problems.Add(new ConfigurationProblem($"{section}.{(username is null ? "username" : "password_file")}",
                "nothing", "user name and password together"));
        if (urls.Count == 0 && (apiKey ?? username ?? password) is not null)
            problems.Add(new ConfigurationProblem($"{section}.{(section == "kibana" ? "url" : "urls")}", "nothing",
                "an address: there are credentials for it"));
        if ((apiKey ?? password) is null) return;
        foreach (var url in urls)
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: false })
                problems.Add(new ConfigurationProblem(section, $"credentials for http://{uri.Authority}", "https",
                    "they would travel readable"));
        }
    }
}
