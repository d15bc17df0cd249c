using Microsoft.AspNetCore.Http;
using System.Text;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Signing;

/// <summary>Every way to fail, and then a search for secrets in all that was said, stored and thrown.</summary>
public sealed class SecrecyTests
{
    private const string Path = "/services/T0SECRET/B0SECRET/hunter2hunter2", Key = "R0UTINGSECRETKEY";

    [Fact]
    public async Task No_message_exception_or_stored_record_holds_a_secret()
    {
        using var files = new Files();
        await using var receiver = await Receiver.StartAsync();
        var url = receiver.Url.Replace("/hook", Path, StringComparison.Ordinal);
        var secrets = new[] { files.Write("new", Files.Secret), files.Write("old", Files.OldSecret) };
        var retries = new[] { TimeSpan.FromSeconds(1) };
        DestinationOptions[] destinations =
        [
            Desk.To(url, "signed") with { SecretFiles = secrets, Retries = retries },
            Desk.To(url, "chat") with { Type = DestinationType.Slack, Url = null, UrlFile = files.Write("url", url), Retries = retries },
            Desk.To(url, "teams") with { Type = DestinationType.Teams, Url = null, UrlFile = files.Write("url2", "http://127.0.0.1:1" + Path), Retries = retries },
            Desk.To(url, "pager") with { Type = DestinationType.PagerDuty, SecretFiles = [files.Write("key", Key)], Retries = retries },
            Desk.To(url, "nowhere") with { Url = null, UrlFile = files.Write("url3", "https://user:hunter2hunter2@x" + Path), Retries = retries },
            Desk.To(url, "broken") with { SecretFiles = [files.Write("bad", "whsec_hunter2hunter2")], Retries = retries },
            Desk.To(url, "two-lines") with { SecretFiles = [files.Write("lines", Files.Secret + "\nx" + Key)], Retries = retries },
        ];
        using var desk = new Desk(destinations);
        var thrown = new List<string>();
        foreach (var status in new[] { 200, 302, 400, 401, 403, 404, 429, 500, 503 })
        {
            // A receiver may say back whatever it was sent.
            receiver.Answer = async context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = url;
                context.Response.Headers["x-echo"] = context.Request.Headers["webhook-signature"].ToString();
                await context.Response.WriteAsync(Key + Files.Secret + Path);
            };
            try
            {
                await desk.SendAsync(Some.Alert($"user{status}@corp.example"));
                desk.Clock.Advance(TimeSpan.FromMinutes(1));
                await desk.PassAsync();
            }
            catch (Exception e)
            {
                thrown.Add(e.ToString());
            }
        }

        var problems = new WebhookOptions
        {
            Destinations = [.. destinations, Desk.To("https://user:hunter2hunter2@x" + Path), Desk.To("http://x" + Path + Key)],
        }.Problems();
        var lab = new WebhookOptions { AllowPrivate = true, Destinations = destinations };
        var probe = await WebhookProbe.RunAsync(lab, CancellationToken.None);
        desk.Said.Count.ShouldBeGreaterThan(50);
        probe.ShouldNotBeEmpty();
        thrown.ShouldBeEmpty();
        var all = new StringBuilder().AppendJoin('\n', desk.Said).AppendJoin('\n', problems).AppendJoin('\n', probe);
        foreach (var message in await desk.StoredAsync()) all.Append(Encoding.UTF8.GetString(OutboxJson.ToBytes(message)));
        foreach (var message in await desk.StoredAsync()) all.Append(Encoding.UTF8.GetString(message.Body));
        foreach (var secret in new[] { "hunter2", "T0SECRET", Key, Files.Secret[6..], Files.OldSecret[6..], "v1," })
            all.ToString().ShouldNotContain(secret);
    }
}
