using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration.Rules;

/// <summary>A topic is read once, and never one of Streams' own.</summary>
internal static class TopicRules
{
    public static void Check(StreamsConfiguration configuration, ICollection<ConfigurationProblem> problems)
    {
        if (configuration.Sources.Count == 0)
            problems.Add(new ConfigurationProblem("sources", "nothing", "at least one topic",
                "for example - topic: logs"));
        var own = configuration.Kafka.Prefix + ".";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < configuration.Sources.Count; i++)
        {
            var topic = configuration.Sources[i].Topic;
            if (topic is null) continue;
            if (!seen.Add(topic))
                problems.Add(new ConfigurationProblem($"sources[{i}].topic", $"'{topic}' again", "each topic once"));
            if (topic.StartsWith(own, StringComparison.Ordinal))
                problems.Add(new ConfigurationProblem($"sources[{i}].topic", $"'{topic}'",
                    $"a topic that does not begin with {own}", "those are Streams' own: it would read what it wrote"));
        }

        if (configuration.Tables.DirectoryTopic is { } directory && seen.Contains(directory))
            problems.Add(new ConfigurationProblem("tables.directory_topic", $"'{directory}'",
                "a topic that is not among the sources"));
    }
}
