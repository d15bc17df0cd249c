using System.Net;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>Whoever can reach the port can read what is behind it, unless a token or something in front says no.</summary>
internal static class HttpRules
{
    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        var http = configuration.Http;
        if (IsLoopback(http.Bind) || http.TokenFile is not null || http.InsecureAllowAnyone) return;
        problems.Add(new ConfigurationProblem(
            "http.bind", $"'{http.Bind}' without token_file", "127.0.0.1, or token_file",
            "behind a proxy or in a closed network set http.insecure_allow_anyone: true"));
    }

    public static bool IsLoopback(string bind)
    {
        var host = bind[..Math.Max(0, bind.LastIndexOf(':'))].Trim('[', ']');
        return host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
