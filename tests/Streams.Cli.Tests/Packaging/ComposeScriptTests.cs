using Streams.Cli.Tests.Configuration;

namespace Streams.Cli.Tests.Packaging;

/// <summary>The two shell scripts in the compose file, run by bash with stand-ins for Kafka's programs.</summary>
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
    public void The_feeder_plays_every_file_that_is_a_record_a_line_into_a_source()
    {
        using var scratch = new Scratch();
        Install(scratch, "kafka-console-producer.sh", """
            while [ $# -gt 0 ]; do [ "$1" = --topic ] && topic=$2; shift; done
            cat > "sent-$topic"
            """);
        string[] files = ["okta/system-log-1.ndjson", "entra/azure-monitor-1.json", "globalprotect/gateway-1.log",
            "cisco-asa/asa-1.log", "openvpn/openvpn-1.log",
            "fortigate/vpn-1.log", "github/push-1.ndjson", "github/audit-1.ndjson", "gitlab/push-1.ndjson",
                "gitlab/audit-1.ndjson"];
        foreach (var file in files) scratch.Write($"logs/{file}", $"one {file}\ntwo\n");
        if (Run("feeder", scratch) is not { } run) return;
        run.Code.ShouldBe(0, run.Output);
        var sent = Directory.GetFiles(scratch.Folder, "sent-*");
        sent.Length.ShouldBe(files.Length);
        sent.Select(path => Path.GetFileName(path)[5..]).ShouldBeSubsetOf(Sources());
        sent.Select(File.ReadAllText).Order().ShouldBe(files.Select(file => $"one {file}\ntwo\n").Order());
    }

    [Fact]
    public void One_failed_play_fails_the_feeder()
    {
        using var scratch = new Scratch();
        Install(scratch, "kafka-console-producer.sh", """
            cat > /dev/null
            [ "$4" != okta ]
            """);
        scratch.Write("logs/okta/a.ndjson", "x\n");
        if (Run("feeder", scratch) is { } run) run.Code.ShouldNotBe(0);
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
            .Replace(KafkaFolder, scratch.Path("bin"), StringComparison.Ordinal)
            .Replace("/company/logs", scratch.Path("logs"), StringComparison.Ordinal);
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
