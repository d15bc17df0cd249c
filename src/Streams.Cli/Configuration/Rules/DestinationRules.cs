using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Each kind of destination has its own address and secret, and nothing of another's.</summary>
internal static class DestinationRules
{
    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < configuration.Webhooks.Destinations.Count; i++)
        {
            var destination = configuration.Webhooks.Destinations[i];
            var path = $"webhooks.destinations[{i}]";
            if (destination.Name is { } name && !names.Add(name))
                problems.Add(new ConfigurationProblem($"{path}.name", $"'{name}' again", "each name once",
                    "deliveries are kept by name"));
            if (destination.Kind is null) continue;
            CheckAddress(destination, path, problems);
            CheckSecret(destination, path, problems);
            if (destination.Url is { } url && url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
                && !configuration.Webhooks.InsecureAllowHttp)
                problems.Add(new ConfigurationProblem($"{path}.url", "http", "https",
                    "webhooks.insecure_allow_http allows it for tests"));
        }
    }

    private static void CheckAddress(DestinationConfiguration destination, string path,
        ICollection<ConfigurationProblem> problems)
    {
        if (destination is { Url: not null, UrlFile: not null })
            problems.Add(new ConfigurationProblem($"{path}.url", "url beside url_file", "one or the other"));
        if (destination.Kind is "slack" or "teams")
        {
            if (destination.Url is not null)
                problems.Add(new ConfigurationProblem($"{path}.url", "an address in the open", "url_file",
                    $"whoever knows the address of a {destination.Kind} webhook can post to it"));
            else if (destination.UrlFile is null)
                problems.Add(new ConfigurationProblem($"{path}.url_file", "nothing",
                    $"a file: {destination.Kind} needs it"));
        }

        if (destination is { Kind: "generic", Url: null, UrlFile: null })
            problems.Add(new ConfigurationProblem($"{path}.url", "nothing",
                "an address: generic needs url or url_file"));
    }

    private static void CheckSecret(DestinationConfiguration destination, string path,
        ICollection<ConfigurationProblem> problems)
    {
        if (destination.Kind == "generic" && destination.SecretFiles.Count == 0)
            problems.Add(new ConfigurationProblem($"{path}.secret_files", "nothing",
                "a file with a signing secret (whsec_…): generic needs it"));
        if (destination.Kind != "generic" && destination.SecretFiles.Count > 0)
            problems.Add(new ConfigurationProblem($"{path}.secret_files",
                $"a setting that {destination.Kind} does not use", "kind generic"));
        if (destination.Kind == "pagerduty" && destination.RoutingKeyFile is null)
            problems.Add(new ConfigurationProblem($"{path}.routing_key_file", "nothing", "a file: pagerduty needs it"));
        if (destination.Kind != "pagerduty" && destination.RoutingKeyFile is not null)
            problems.Add(new ConfigurationProblem($"{path}.routing_key_file",
                $"a setting that {destination.Kind} does not use", "kind pagerduty"));
    }
}
