using Streams.Cli.Tests.Configuration;
using Streams.Synthetic;

namespace Streams.Cli.Tests.Packaging;

/// <summary>
/// The shell script in the compose file, run by bash with stand-ins for Kafka's programs, and what the feeder finds.
/// </summary>
public sealed class ComposeScriptTests
{
    private const string KafkaFolder = "/opt/kafka/bin";

    private static readonly object Services = Yaml.Read(Repository.Read("docker-compose.yml"))["services"];

    [Fact]
    public void Every_source_gets_a_topic()
    {
        using var scratch = new Scratch();
        Install(scratch, "kafka-topics.sh", """echo "$@" >> calls""");
        if (Run("topics", scratch) is not { } run) return;
        run.Code.ShouldBe(0, run.Output);
        var made = File.ReadAllLines(scratch.Path("calls")).Select(call => After(call, "--topic")).ToList();
        made.ShouldBe(Sources(), ignoreOrder: true);
    }

    [Fact]
    public void A_topic_that_cannot_be_made_fails_the_service()
    {
        using var scratch = new Scratch();
        Install(scratch, "kafka-topics.sh", "exit 1");
        if (Run("topics", scratch) is { } run) run.Code.ShouldNotBe(0);
    }

    [Fact]
    public void Every_folder_of_logs_that_the_company_writes_is_called_like_a_source()
    {
        var output = new WrittenPaths();
        CompanyWriter.Write(Company.Create(new CompanyOptions { Accounts = 200, Days = 14 }), output);
        var folders = output.Paths.Where(path => path.StartsWith("logs/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Distinct().ToList();
        folders.Count.ShouldBeGreaterThan(8);
        folders.ShouldBeSubsetOf(Sources());
        Yaml.Texts(Yaml.At(Services, "feeder", "command")).ShouldBe(["feed", "/company/logs", "--config", "/etc/streams/streams.yaml"]);
    }

    /// <summary>What the feeder's company is described by is what the service is told of it.</summary>
    [Fact]
    public void The_tables_of_the_company_are_named_where_it_writes_them()
    {
        var output = new WrittenPaths();
        CompanyWriter.Write(Company.Create(new CompanyOptions { Accounts = 200, Days = 14 }), output);
        var tables = Repository.Read("config/deploy/compose/company.env").Split('\n').Where(line => line.StartsWith("STREAMS_", StringComparison.Ordinal))
            .Select(line => line.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        tables.Values.ShouldBe(output.Paths.Where(path => path.EndsWith(".csv", StringComparison.Ordinal)).Select(path => "/company/" + path), ignoreOrder: true);
        var compose = Repository.Read("docker-compose.yml");
        foreach (var variable in tables.Keys) compose.ShouldContain($"STREAMS__TABLES__{variable["STREAMS_".Length..]}: ${{{variable}:-}}");
    }

    private sealed class WrittenPaths : ICompanyOutput
    {
        public List<string> Paths { get; } = [];

        public Stream Open(string relativePath)
        {
            Paths.Add(relativePath);
            return new MemoryStream();
        }
    }

    private static List<string> Sources()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", Repository.Read("config/deploy/compose/streams.yaml"));
        return [.. Configured.In(scratch).Configuration.Sources.Select(source => source.Topic)];
    }

    private static void Install(Scratch scratch, string name, string script)
    {
        var path = scratch.Write($"bin/{name}", $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static (int Code, string Output)? Run(string service, Scratch scratch)
    {
        Yaml.Texts(Yaml.At(Services, service, "entrypoint")).ShouldBe(["/bin/bash", "-ec"]);
        var script = Yaml.Texts(Yaml.At(Services, service, "command")).ShouldHaveSingleItem()
            .Replace("$$", "$", StringComparison.Ordinal)
            .Replace(KafkaFolder, scratch.Path("bin"), StringComparison.Ordinal);
        var run = Program.Run("bash", scratch.Folder, null, "-ec", script);
        if (run is null) Program.IsMissing("bash");
        return run;
    }

    private static string After(string call, string flag)
    {
        var words = call.Split(' ');
        return words[Array.IndexOf(words, flag) + 1];
    }
}
