using System.Diagnostics;
using System.Text;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Signing;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Signing;

public sealed class SignatureTests : IAsyncLifetime
{
    private readonly Files _files = new();
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_no base64 at all, but long enough for it")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("")]
    public void Rejects_what_is_no_secret(string text) => WebhookSecret.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes_and_no_text_form(int bytes, bool isSecret)
    {
        var secret = WebhookSecret.Parse("whsec_" + Convert.ToBase64String(new byte[bytes]));
        (secret is not null).ShouldBe(isSecret);
        secret?.ToString().ShouldBe("whsec_…");
    }

    [Fact]
    public async Task A_receiver_with_either_key_is_content_and_a_changed_file_counts_from_the_next_attempt()
    {
        var newer = _files.Write("new", Files.Secret + "\n");
        using var desk = new Desk(Desk.To(_receiver.Url) with { SecretFiles = [newer, _files.Write("old", Files.OldSecret)] });
        await desk.SendAsync(Some.Alert());
        var both = _receiver.Requests[0].Headers["webhook-signature"].Split(' ');
        both.Length.ShouldBe(2);
        both.ShouldAllBe(signature => signature.StartsWith("v1,"));
        both[0].ShouldBe(Expected(Files.Secret, _receiver.Requests[0]));
        both[1].ShouldBe(Expected(Files.OldSecret, _receiver.Requests[0]));
        _files.Write("new", Files.OldSecret);
        await desk.SendAsync(Some.Alert("bob@corp.example"));
        _receiver.Requests[1].Headers["webhook-signature"].Split(' ')[0].ShouldBe(Expected(Files.OldSecret, _receiver.Requests[1]));
    }

    [Fact]
    public async Task Without_its_secret_nothing_is_sent_and_it_is_tried_again()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { SecretFiles = [_files.Write("secret", "not a secret")] });
        await desk.SendAsync(Some.Alert());
        _receiver.Requests.ShouldBeEmpty();
        (await desk.StoredAsync(OutboxState.Pending)).ShouldHaveSingleItem().LastError.ShouldNotBeNull().ShouldNotContain("not a secret");
        _files.Write("secret", Files.Secret);
        desk.Clock.Advance(TimeSpan.FromSeconds(6));
        await desk.PassAsync();
        _receiver.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PagerDuty_gets_its_key_in_the_body_and_the_outbox_never_sees_it()
    {
        using var desk = new Desk(Desk.To(_receiver.Url) with { Type = DestinationType.PagerDuty, SecretFiles = [_files.Write("key", "R0UT1NGK3Y")] });
        await desk.TakeAsync(Some.Alert());
        Encoding.UTF8.GetString((await desk.StoredAsync()).ShouldHaveSingleItem().Body).ShouldNotContain("R0UT1NGK3Y");
        await desk.PassAsync();
        var body = _receiver.Requests.ShouldHaveSingleItem().Body;
        body.ShouldStartWith("{\"routing_key\":\"R0UT1NGK3Y\",\"event_action\":\"trigger\",\"dedup_key\":\"" + Some.Alert().Id);
        System.Text.Json.JsonDocument.Parse(body);
        _receiver.Requests[0].Headers.Keys.ShouldNotContain("webhook-signature");
    }

    /// <summary>The judge is the reference library of the specification's authors, in another language.</summary>
    [Fact]
    public async Task Signatures_are_verified_by_the_npm_package_standardwebhooks()
    {
        if (await RunAsync("npm", "install --no-audit --no-fund --no-package-lock --loglevel=error standardwebhooks@1.0.0") is { Code: not 0 } failed)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") failed.Code.ShouldBe(0, failed.Output);
            Console.WriteLine("npm could not install standardwebhooks: signatures were not verified by another implementation.");
            return;
        }

        using var sink = new WebhookSink(
            new WebhookOptions
            {
                AllowPrivate = true,
                Destinations =
                [
                    Desk.To(_receiver.Url) with { SecretFiles = [_files.Write("new", Files.Secret), _files.Write("old", Files.OldSecret)] },
                ],
            },
            new MemoryOutbox());
        await sink.DeliverAsync([Some.Document(Some.Largest("𝓐é<&\u202E"))], CancellationToken.None);
        await sink.DeliverDueAsync(CancellationToken.None);
        var request = _receiver.Requests.ShouldHaveSingleItem();
        _files.Write("body", request.Body);
        _files.Write("headers.json", System.Text.Json.JsonSerializer.Serialize(request.Headers));
        _files.Write("verify.js", """
            const { Webhook } = require("standardwebhooks");
            const fs = require("fs");
            const body = fs.readFileSync("body", "utf8"), headers = JSON.parse(fs.readFileSync("headers.json", "utf8"));
            for (const secret of process.argv.slice(2)) new Webhook(secret).verify(body, headers);
            try { new Webhook(process.argv[2]).verify(body + " ", headers); } catch { process.exit(0); }
            process.exit(9);
            """);
        var verified = await RunAsync("node", $"verify.js {Files.Secret} {Files.OldSecret}");
        verified.Code.ShouldBe(0, verified.Output);
    }

    private static string Expected(string secret, Received request)
    {
        var content = $"{request.Id}.{request.Headers["webhook-timestamp"]}.{request.Body}";
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        return "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)));
    }

    private async Task<(int Code, string Output)> RunAsync(string program, string arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = _files.Root,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
