using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Checking;

/// <summary>
/// Asks one part of the outside world whether it is what the configuration says. Writes nothing there. A probe that is
/// not configured returns nothing; one that fails returns problems and does not throw.
/// </summary>
internal interface IEnvironmentCheck
{
    /// <summary>What is asked, for a person: "kafka", "elasticsearch".</summary>
    string Name { get; }

    Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration, CancellationToken cancel);
}
