namespace Streams.Acceptance.Service;

/// <summary>A broker behind TLS and a password.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class SecurityTests(ServiceWorld world) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Works_over_tls_with_a_password_and_says_what_is_wrong_with_another()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        var logs = world.LogsOf("globalprotect", "gitlab");
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, name + "-").Load(logs);
        using var deployment = new Deployment(world, new DeploymentOptions(name, feeder.Topics)
        {
            Bootstrap = world.Kafka.Secure,
            Kafka = $"""
              security:
                protocol: SASL_SSL
                mechanism: PLAIN
                username: streams
                password_file: {_scratch.Write("password", "streams-secret")}
                ca_file: {world.Kafka.CaFile}
            """,
        });
        deployment.Start("a");
        feeder.Play(0);
        deployment.ShouldFind(world.Company.HuntOver(Directory.GetDirectories(logs)), feeder.Topics);

        var wrong = Run(deployment, "password_file=" + _scratch.Write("wrong", "guessed"));
        wrong.ExitCode.ShouldNotBe(0);
        wrong.Error.ShouldContain("uthentication", customMessage: wrong.Error);
        wrong.Error.ShouldNotContain("guessed");
        using var other = new Authority("another");
        var foreign = Run(deployment, "ca_file=" + _scratch.Write("ca.pem", other.Pem));
        foreign.ExitCode.ShouldNotBe(0);
        foreign.Error.ShouldContain("certificate", customMessage: foreign.Error);
        var open = Run(deployment, "protocol=SASL_PLAINTEXT");
        open.Exits(2).Error.ShouldContain("it would send the secret readable");
    }

    private static Run Run(Deployment deployment, string set) =>
        StreamsProgram.Run("run", "--config", deployment.Config, "--set", "kafka.security." + set);
}
