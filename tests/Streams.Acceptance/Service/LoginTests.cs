using System.Text;
using Confluent.Kafka;

namespace Streams.Acceptance.Service;

/// <summary>Each way to log in at a broker beside the password of <see cref="SecurityTests"/>: with the right secret, and with others.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class LoginTests(ServiceWorld world) : IDisposable
{
    private const string Right = "the-right-secret", Guess = "a-wrong-guess";

    /// <summary>Before it librdkafka's SCRAM is refused by brokers from Kafka 4.0 on.</summary>
    private const int ScramMended = 0x020601ff;

    private readonly Scratch _scratch = new();
    private readonly List<string> _secrets = [Right, Guess];
    private readonly StringBuilder _said = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_client_certificate_opens_another_one_does_not_and_the_next_one_needs_no_restart()
    {
        if (Shared.IsMissing) return;
        var (cert, key) = world.Clients.Write(_scratch, "worker", Right);
        var feeder = Some(80);
        using var deployment = Deployed(
            feeder, world.Kafka.Mutual, "protocol: SSL", $"ca_file: {world.Kafka.CaFile}", $"cert_file: {cert}", $"key_file: {key}",
            $"key_password_file: {_scratch.Write("password", Right)}");
        deployment.Start("a");
        feeder.Play(0, 40);
        deployment.WaitUntilTaken(feeder.Topics);
        Run(deployment, "check").Exits(0);

        using var strangers = new Authority("strangers");
        var (otherCert, otherKey) = strangers.Write(_scratch, "other", Right);
        Refused(deployment, "check", "check kafka.security.cert_file and kafka.security.key_file", $"cert_file={otherCert}", $"key_file={otherKey}");
        Refused(deployment, "run", "the key must be PEM, belong to kafka.security.cert_file", $"key_file={otherKey}");
        Refused(deployment, "setup", "open with kafka.security.key_password_file", $"key_password_file={_scratch.Write("wrong", Guess)}");

        // From here on the broker takes those of the other authority only.
        world.Kafka.Node("kill", 1);
        world.Trust(strangers);
        world.Kafka.Node("restart", 1);
        feeder.Play(0);
        Run(deployment, "check").Exits(2);
        File.Copy(otherKey, key, overwrite: true);
        File.Copy(otherCert, cert, overwrite: true);
        deployment.WaitUntilTaken(feeder.Topics);
        deployment.WaitUntilSaid("the files of kafka.security have changed");
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
        NoSecretIsIn(deployment.Logs);
    }

    [Fact]
    public async Task A_token_is_fetched_and_renewed_and_what_hinders_that_is_said()
    {
        if (Shared.IsMissing) return;
        await using var endpoint = await TokenEndpoint.StartAsync("worker", Right, 2 * Listeners.TokenMs / 1000);
        var feeder = Some(80);
        using var deployment = Deployed(
            feeder, world.Kafka.Secure!, "protocol: SASL_SSL", $"ca_file: {world.Kafka.CaFile}", "mechanism: OAUTHBEARER", $"oauth_endpoint: {endpoint.Url}",
            "oauth_client_id: worker", $"oauth_client_secret_file: {_scratch.Write("secret", Right)}", $"oauth_scope: {Listeners.Scope}",
            $"oauth_ca_file: {_scratch.Write("logins.pem", endpoint.CaPem)}");
        deployment.Start("a");
        feeder.Play(0, 40);
        deployment.WaitUntilTaken(feeder.Topics);
        var first = endpoint.Issued.Count;
        // The broker has closed every connection by then that was made with the first one.
        deployment.Until(() => endpoint.Issued.Count >= first + 2, "a token was not renewed");
        feeder.Play(0);
        deployment.WaitUntilTaken(feeder.Topics);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
        Run(deployment, "check").Exits(0);

        var wrong = $"oauth_client_secret_file={_scratch.Write("wrong", Guess)}";
        const string Client = "answered 401 invalid_client: check kafka.security.oauth_client_id and kafka.security.oauth_client_secret_file";
        foreach (var command in new[] { "check", "setup", "run" }) Refused(deployment, command, Client, wrong);
        Refused(deployment, "check", "kafka.security.oauth_scope", "oauth_scope=other");
        Refused(deployment, "check", "check kafka.security.oauth_ca_file", $"oauth_ca_file={world.Kafka.CaFile}");
        Refused(deployment, "check", "check kafka.security.oauth_endpoint", "oauth_endpoint=https://127.0.0.1:1/token");
        Refused(deployment, "check", "it would send the client's secret readable", $"oauth_endpoint={endpoint.Url.Replace("https", "HTTP")}");
        _secrets.AddRange(endpoint.Issued);
        NoSecretIsIn(deployment.Logs);
    }

    /// <summary>Where the library is too old for this broker the right password opens nothing, and that is what has to be said.</summary>
    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public void Scram_opens_with_the_right_password_or_says_what_it_takes(string mechanism)
    {
        if (Shared.IsMissing) return;
        var user = mechanism.ToLowerInvariant();
        world.Kafka.AddScramUser(mechanism, user, Right);
        using var deployment = Deployed(Some(1), world.Kafka.Bootstrap, "protocol: PLAINTEXT");
        string[] login = ["protocol=SASL_SSL", $"mechanism={mechanism}", $"username={user}", $"ca_file={world.Kafka.CaFile}"];
        deployment.Moved(world.Kafka.Secure!);
        string[] right = [.. login, $"password_file={_scratch.Write("password", Right)}"];
        if (Library.Version >= ScramMended) Run(deployment, "check", right).Exits(0);
        else Refused(deployment, "check", "cannot log in with SCRAM at Kafka 4.0 or newer, whatever the password: that takes librdkafka 2.6.1", right);
        Refused(deployment, "check", "check kafka.security.username and kafka.security.password_file", [.. login, $"password_file={_scratch.Write("wrong", Guess)}"]);
        NoSecretIsIn("");
    }

    private Feeder Some(int records)
    {
        var feeder = new Feeder(world.Kafka.Bootstrap, ServiceWorld.Partitions, world.Name() + "-");
        for (var i = 0; i < records; i++)
            feeder.Add("okta", Encoding.UTF8.GetBytes(Records.Okta("someone@corp.example", DateTime.UnixEpoch.AddYears(56).AddMinutes(i), id: $"e{i}")));
        return feeder;
    }

    private Deployment Deployed(Feeder feeder, string bootstrap, params IEnumerable<string> security) =>
        new(world, new DeploymentOptions(world.Name(), feeder.Topics)
        {
            Bootstrap = bootstrap,
            Kafka = string.Join('\n', security.Select(line => "    " + line).Prepend("  security:")),
        });

    private Run Run(Deployment deployment, string command, params IEnumerable<string> security)
    {
        var run = StreamsProgram.Run([command, "--config", deployment.Config, .. security.SelectMany(set => new[] { "--set", "kafka.security." + set })]);
        _said.Append(run.Error).Append(run.Output);
        return run;
    }

    private void Refused(Deployment deployment, string command, string remedy, params IEnumerable<string> security) =>
        Run(deployment, command, security).Exits(2).Error.ShouldContain(remedy);

    private void NoSecretIsIn(string logs)
    {
        var said = _said + logs;
        foreach (var secret in _secrets) said.ShouldNotContain(secret);
    }
}
