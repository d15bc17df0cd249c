using Streams.Cli.Commands;
using Streams.Cli.Tests.Configuration;

namespace Streams.Cli.Tests.Packaging;

public sealed class ComposeTests
{
    private static readonly Dictionary<object, object> Compose = Yaml.Read(Repository.Read("docker-compose.yml"));

    private static Dictionary<object, object> Services => (Dictionary<object, object>)Compose["services"];

    private static IEnumerable<(string Name, object Service)> Ours =>
        Services.Where(pair => (string?)Yaml.At(pair.Value, "image") == "streams:local")
            .Select(pair => ((string)pair.Key, pair.Value));

    [Fact]
    public void The_program_takes_its_commands()
    {
        Ours.Select(service => service.Name).ShouldBe(["setup", "streams", "company", "feeder"]);
        foreach (var (_, service) in Ours) CommandLines.ShouldBeTaken([.. Yaml.Texts(Yaml.At(service, "command"))]);
        var health = Yaml.Texts(Yaml.At(Services["streams"], "healthcheck", "test")).ToList();
        health.Take(2).ShouldBe(["CMD", "/app/streams"]);
        CommandLines.ShouldBeTaken([.. health.Skip(2)]);
    }

    [Fact]
    public void A_verb_that_came_is_no_longer_awaited()
    {
        var verbs = StreamsCommands.Create().Subcommands.Select(command => command.Name);
        CommandLines.Awaited.Intersect(verbs)
            .ShouldBeEmpty("take it off CommandLines.Awaited: the real one is checked then");
    }

    [Fact]
    public void Its_variables_are_settings()
    {
        var variables = Ours.SelectMany(service =>
            ((Dictionary<object, object>)Yaml.At(service.Service, "environment")!).Keys).Cast<string>().Distinct()
            .ToList();
        variables.ShouldNotBeEmpty();
        foreach (var variable in variables) CommandLines.ShouldBeASetting(variable);
    }

    [Fact]
    public void Its_configuration_is_right_and_names_its_services()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", Repository.Read("config/deploy/compose/streams.yaml"));
        var configuration = Configured.In(scratch).Fine().Configuration;
        var hosts = configuration.Kafka.BootstrapServers.Select(server => server.Split(':')[0])
            .Concat(configuration.Elasticsearch.Urls.Append(configuration.Kibana.Url!)
                .Select(url => new Uri(url).Host));
        hosts.ShouldAllBe(host => Services.ContainsKey(host));
        Yaml.At(Compose, "configs", "streams", "file").ShouldBe("./config/deploy/compose/streams.yaml");
    }

    [Fact]
    public void Ports_are_open_to_this_machine_only()
    {
        var ports = Services.Values.SelectMany(service => Yaml.Texts(Yaml.At(service, "ports"))).ToList();
        ports.Count.ShouldBe(4);
        ports.ShouldAllBe(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_is_not_root_and_writes_nowhere()
    {
        foreach (var name in new[] { "setup", "streams" })
        {
            Yaml.At(Services[name], "user").ShouldBe("1654:1654");
            Yaml.At(Services[name], "read_only").ShouldBe("true");
            Yaml.Texts(Yaml.At(Services[name], "cap_drop")).ShouldBe(["ALL"]);
            Yaml.Texts(Yaml.At(Services[name], "volumes"))
                .ShouldAllBe(volume => volume.EndsWith(":ro", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whatever_is_waited_for_can_come()
    {
        foreach (var (name, service) in Services)
        {
            if (Yaml.At(service, "depends_on") is not Dictionary<object, object> waits) continue;
            foreach (var (other, how) in waits)
            {
                Services.ShouldContainKey(other, $"{name} waits for it");
                var condition = (string)Yaml.At(how, "condition")!;
                if (condition == "service_healthy")
                    Yaml.At(Services[other], "healthcheck", "test").ShouldNotBeNull($"{other} is never healthy");
                else condition.ShouldBe("service_completed_successfully");
                var isOptional = (string?)Yaml.At(how, "required") == "false";
                var isAlwaysThere = Yaml.At(Services[other], "profiles") is null;
                (isOptional || isAlwaysThere || Yaml.At(service, "profiles") is not null)
                    .ShouldBeTrue($"{name} would wait for {other} for ever");
            }
        }
    }

    [Fact]
    public void Every_long_running_service_says_whether_it_is_well()
    {
        foreach (var (name, service) in Services)
            if ((string?)Yaml.At(service, "restart") == "unless-stopped")
                Yaml.At(service, "healthcheck", "test").ShouldNotBeNull((string)name);
    }

    [Fact]
    public void Nothing_secret_is_in_it()
    {
        var text = Repository.Read("docker-compose.yml") + Repository.Read("config/deploy/compose/streams.yaml");
        text.Split('\n').Where(line =>
            line.Contains("password:", StringComparison.OrdinalIgnoreCase)
            || line.Contains("whsec_", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
