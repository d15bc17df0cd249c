using Streams.Cli.Tests.Configuration;

namespace Streams.Cli.Tests.Packaging;

/// <summary>No cluster and no published schema is at hand: what a cluster would stumble over is looked for here.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "config/deploy/kubernetes";

    private static readonly Dictionary<string, Dictionary<object, object>> Objects =
        Directory.GetFiles(Repository.Path(Folder), "*.yaml")
            .ToDictionary(path => Path.GetFileName(path), path => Yaml.Read(File.ReadAllText(path)));

    private static IEnumerable<object> Pods =>
        new[] { "statefulset.yaml", "setup.yaml" }.Select(name => Yaml.At(Objects[name], "spec", "template")!);

    private static IEnumerable<object> Containers => Pods.Select(pod => Yaml.At(pod, "spec", "containers", 0)!);

    [Theory]
    [InlineData("statefulset.yaml", "apps/v1", "StatefulSet")]
    [InlineData("setup.yaml", "batch/v1", "Job")]
    [InlineData("service.yaml", "v1", "Service")]
    [InlineData("configmap.yaml", "v1", "ConfigMap")]
    [InlineData("serviceaccount.yaml", "v1", "ServiceAccount")]
    [InlineData("poddisruptionbudget.yaml", "policy/v1", "PodDisruptionBudget")]
    [InlineData("networkpolicy.yaml", "networking.k8s.io/v1", "NetworkPolicy")]
    public void Each_file_is_one_object(string file, string version, string kind)
    {
        (Yaml.At(Objects[file], "apiVersion"), Yaml.At(Objects[file], "kind")).ShouldBe((version, kind));
        ((string)Yaml.At(Objects[file], "metadata", "name")!).ShouldStartWith("streams");
        Yaml.Texts(Yaml.At(Objects["kustomization.yaml"], "resources")).ShouldContain(file);
    }

    [Fact]
    public void Every_file_is_listed_and_none_holds_a_secret()
    {
        Yaml.Texts(Yaml.At(Objects["kustomization.yaml"], "resources")).Order()
            .ShouldBe(Objects.Keys.Where(name => name != "kustomization.yaml").Order());
        Objects.Values.Select(document => (string)Yaml.At(document, "kind")!).ShouldNotContain("Secret");
    }

    [Fact]
    public void The_program_takes_its_commands_and_variables()
    {
        foreach (var container in Containers)
        {
            CommandLines.ShouldBeTaken([.. Yaml.Texts(Yaml.At(container, "args"))]);
            if (Yaml.At(container, "env") is not List<object> variables) continue;
            foreach (var variable in variables) CommandLines.ShouldBeASetting((string)Yaml.At(variable, "name")!);
        }
    }

    [Fact]
    public void Its_configuration_is_right()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", (string)Yaml.At(Objects["configmap.yaml"], "data", "streams.yaml")!);
        var configuration = Configured.In(scratch, ("STREAMS__PROCESSING__MEMORY", "1GiB"),
            ("STREAMS__KAFKA__INSTANCE_ID", "streams-0")).Fine().Configuration;
        foreach (var secret in new[] { configuration.Http.TokenFile!, configuration.Kafka.Security.PasswordFile! })
            secret.ShouldStartWith("/run/secrets/streams/");
        configuration.Processing.ShutdownTimeout.TotalSeconds.ShouldBeLessThan(
            double.Parse((string)Yaml.At(Pods.First(), "spec", "terminationGracePeriodSeconds")!,
            System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Selectors_find_the_workers()
    {
        var labels = Labels(Yaml.At(Pods.First(), "metadata", "labels"));
        Labels(Yaml.At(Objects["statefulset.yaml"], "spec", "selector", "matchLabels")).ShouldBeSubsetOf(labels);
        Labels(Yaml.At(Objects["poddisruptionbudget.yaml"], "spec", "selector", "matchLabels"))
            .ShouldBeSubsetOf(labels);
        Labels(Yaml.At(Objects["service.yaml"], "spec", "selector")).ShouldBeSubsetOf(labels);
        Labels(Yaml.At(Objects["networkpolicy.yaml"], "spec", "podSelector", "matchLabels")).ShouldBeSubsetOf(labels);
        var setup = Labels(Yaml.At(Pods.Last(), "metadata", "labels"));
        Labels(Yaml.At(Objects["service.yaml"], "spec", "selector")).Except(setup)
            .ShouldNotBeEmpty("setup is not a worker");
    }

    [Fact]
    public void Probes_ask_what_is_answered_on_a_port_that_is_named()
    {
        var container = Containers.First();
        Yaml.At(container, "livenessProbe", "httpGet", "path").ShouldBe("/healthz");
        Yaml.At(container, "startupProbe", "httpGet", "path").ShouldBe("/healthz");
        Yaml.At(container, "readinessProbe", "httpGet", "path").ShouldBe("/readyz");
        foreach (var probe in new[] { "livenessProbe", "startupProbe", "readinessProbe" })
            Yaml.At(container, probe, "httpGet", "port").ShouldBe(Yaml.At(container, "ports", 0, "name"));
    }

    [Fact]
    public void Pods_are_not_root_and_write_nowhere_but_tmp()
    {
        foreach (var pod in Pods) Yaml.At(pod, "spec", "securityContext", "runAsNonRoot").ShouldBe("true");
        foreach (var (pod, container) in Pods.Zip(Containers))
        {
            Yaml.At(container, "securityContext", "readOnlyRootFilesystem").ShouldBe("true");
            Yaml.At(container, "securityContext", "allowPrivilegeEscalation").ShouldBe("false");
            Yaml.Texts(Yaml.At(container, "securityContext", "capabilities", "drop")).ShouldBe(["ALL"]);
            var mounts = ((List<object>)Yaml.At(container, "volumeMounts")!)
                .Select(mount => (string)Yaml.At(mount, "name")!);
            var volumes = ((List<object>)Yaml.At(pod, "spec", "volumes")!)
                .Select(volume => (string)Yaml.At(volume, "name")!);
            mounts.ShouldBe(volumes, ignoreOrder: true);
        }
    }

    private static IEnumerable<(string, string)> Labels(object? map) =>
        ((Dictionary<object, object>)map.ShouldNotBeNull()).Select(pair => ((string)pair.Key, (string)pair.Value));
}
