using System.Net;
using Streams.Webhooks.Options;
using Streams.Webhooks.Outbox;
using Streams.Webhooks.Sending;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Sending;

/// <summary>Server-side request forgery: whoever can name a destination must not reach what only we can reach.</summary>
public sealed class HostileTargetTests
{
    private const string Public = "93.184.216.34";

    public static TheoryData<string> Spellings =>
    [
        "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/",
        "https://0177.0.0.1/", "https://017700000001/", "https://0x7f.1/", "https://127.0.0.1./", "https://%31%32%37.0.0.1/",
        "https://0/", "https://0.0.0.0/", "https://[::]/", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[::ffff:0:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::10.0.0.1]/", "https://[64:ff9b:1::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2002:0a00:0001::1]/",
        "https://[2001::1]/", "https://[2001:db8::1]/", "https://[2606:4700::5efe:7f00:1]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/",
        "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fec0::1]/", "https://[ff02::1]/", "https://[100::1]/", "https://[5f00::1]/",
        "https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.0.1/",
        "https://100.64.0.1/", "https://100.127.255.255/", "https://169.254.169.254/latest/meta-data/", "https://192.0.0.192/",
        "https://192.0.2.1/", "https://198.51.100.1/", "https://203.0.113.1/", "https://198.18.0.1/", "https://198.19.255.255/",
        "https://192.88.99.1/", "https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/", "https://255.255.255.255/",
        "https://①②⑦.0.0.1/", "https://127。0。0。1/",
        // Public places in spellings that nobody has an honest reason for.
        "https://1572395042/", "https://0x5db8d822/", "https://0135.0270.0330.042/", "https://93.184.55330/", "https://9③.184.216.34/",
        "http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "https:///x", "hooks.example", "",
        "https://hooks.example:22/", "https://hooks.example:6379/", "https://hooks.example:9200/", "https://hooks.example:80/",
        "https://user:pass@hooks.example/", "https://hooks.example@127.0.0.1/", "https://hooks.example\\@127.0.0.1/",
        "https://127.0.0.1\\@hooks.example/", "https://hooks.example/\r\nX: y", "https://hooks .example/", "https://127.0.0.1#@hooks.example/",
    ];

    public static TheoryData<string> PrivateAnswers =>
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "172.20.0.1", "192.168.1.1", "100.100.100.200", "0.0.0.0", "::1", "::",
        "::ffff:10.0.0.1", "fe80::1", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "224.0.0.1", "255.255.255.255",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void No_spelling_of_a_private_place_passes(string url)
    {
        var target = TargetUrl.Parse(url, allowPrivate: false, [443, 8443]);
        target.Url.ShouldBeNull();
        target.Refusal.ShouldNotBeNullOrEmpty();
        new WebhookOptions { Destinations = [new DestinationOptions { Name = "x", Url = url, SecretFiles = ["s"] }] }
            .Problems().ShouldContain(problem => problem.StartsWith("webhooks.destinations['x'].url: "));
    }

    [Theory]
    [InlineData("https://hooks.example/a?b=c")]
    [InlineData("https://hooks.example:8443/a")]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://[2606:2800:220:1::1]/")]
    [InlineData("https://[::ffff:93.184.216.34]/")]
    [InlineData("https://[64:ff9b::5db8:d822]/")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://1e100.example/")]
    public void A_public_place_passes(string url) => TargetUrl.Parse(url, allowPrivate: false, [443, 8443]).Refusal.ShouldBeNull();

    [Theory]
    [MemberData(nameof(PrivateAnswers))]
    public async Task A_name_that_resolves_to_a_private_address_is_refused_before_anything_is_connected(string answer)
    {
        await using var receiver = await Receiver.StartAsync();
        var detail = await SendAsync("https://hooks.example/hook", (_, _) => Task.FromResult(new[] { IPAddress.Parse(answer) }));
        detail.ShouldStartWith("the host's address is ");
        receiver.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_private_answer_among_public_ones_refuses_the_name() =>
        (await SendAsync("https://hooks.example/", (_, _) => Task.FromResult(new[] { IPAddress.Parse(Public), IPAddress.Loopback })))
            .ShouldBe("the host's address is loopback");

    [Fact]
    public async Task A_name_that_answers_otherwise_the_second_time_finds_nobody_who_asks_again()
    {
        var asked = 0;
        Resolve rebinding = (_, _) => Task.FromResult(new[] { ++asked == 1 ? IPAddress.Parse(Public) : IPAddress.Loopback });
        var connection = new GuardedConnection(rebinding, allowPrivate: false);
        (await connection.AddressesAsync("hooks.example", CancellationToken.None)).ShouldHaveSingleItem().ToString().ShouldBe(Public);
        await Should.ThrowAsync<TargetRefusedException>(() => connection.AddressesAsync("hooks.example", CancellationToken.None));

        // Of one attempt there is one question: what was judged is what is connected to.
        asked = 1;
        (await SendAsync("https://hooks.example/", rebinding)).ShouldBe("the host's address is loopback");
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task The_judged_address_is_the_one_that_is_connected_to()
    {
        await using var receiver = await Receiver.StartAsync();
        var port = new Uri(receiver.Url).Port;
        var asked = 0;
        using var desk = new Desk(
            new WebhookOptions { AllowPrivate = true, Destinations = [Desk.To($"http://hooks.example:{port}/hook")] }, null,
            (host, _) =>
            {
                host.ShouldBe("hooks.example");
                asked++;
                return Task.FromResult(new[] { IPAddress.Loopback });
            });
        await desk.SendAsync(Some.Alert());
        receiver.Requests.ShouldHaveSingleItem().Headers["host"].ShouldBe($"hooks.example:{port}");
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var receiver = await Receiver.StartAsync(https: true);
        receiver.Url.ShouldStartWith("https://");
        using var desk = new Desk(Desk.To(receiver.Url));
        await desk.SendAsync(Some.Alert());
        receiver.Requests.ShouldBeEmpty();
        (await desk.StoredAsync()).ShouldHaveSingleItem().LastError.ShouldBe("TLS failed: the certificate is not trusted or does not fit");
    }

    [Fact]
    public async Task The_process_s_proxy_is_not_used()
    {
        await using var proxy = await Receiver.StartAsync();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        try
        {
            await using var receiver = await Receiver.StartAsync();
            using var desk = new Desk(Desk.To(receiver.Url));
            await desk.SendAsync(Some.Alert());
            receiver.Requests.Count.ShouldBe(1);
            proxy.Requests.ShouldBeEmpty();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task A_url_in_a_file_is_judged_at_each_attempt()
    {
        using var files = new Files();
        await using var receiver = await Receiver.StartAsync();
        var destination = new DestinationOptions { Name = "chat", Type = DestinationType.Slack, UrlFile = files.Write("url", receiver.Url) };
        using var desk = new Desk(new WebhookOptions { Destinations = [destination] });
        await desk.SendAsync(Some.Alert());
        receiver.Requests.ShouldBeEmpty();
        (await desk.StoredAsync()).ShouldHaveSingleItem().LastError.ShouldBe("the URL is refused: not https");
    }

    [Fact]
    public async Task The_probe_says_what_would_fail_and_sends_nothing()
    {
        using var files = new Files();
        await using var receiver = await Receiver.StartAsync();
        var secret = files.Write("secret", Files.Secret);
        var good = new DestinationOptions { Name = "good", Url = receiver.Url, SecretFiles = [secret] };
        var lab = new WebhookOptions
        {
            AllowPrivate = true,
            Destinations =
            [
                good, good with { Name = "shut", Url = "http://127.0.0.1:1/" }, good with { Name = "bare", SecretFiles = [Path.Combine(files.Root, "none")] },
            ],
        };
        var problems = await WebhookProbe.RunAsync(lab, CancellationToken.None);
        problems.Count.ShouldBe(2);
        problems[0].ShouldBe("webhooks.destinations['shut']: no connection to the host");
        problems[1].ShouldContain("cannot be read: it is not there");
        receiver.Requests.ShouldBeEmpty();
        var real = new WebhookOptions { Destinations = [good with { Url = "https://hooks.example/" }] };
        (await WebhookProbe.RunAsync(real, CancellationToken.None, (_, _) => Task.FromResult(new[] { IPAddress.Loopback })))
            .ShouldHaveSingleItem().ShouldEndWith("the host's address is loopback");
    }

    private static async Task<string> SendAsync(string url, Resolve resolve)
    {
        using var files = new Files();
        var destination = new DestinationOptions { Name = "x", Url = url, SecretFiles = [files.Write("secret", Files.Secret)] };
        using var desk = new Desk(new WebhookOptions { Destinations = [destination] }, null, resolve);
        await desk.SendAsync(Some.Alert());
        return (await desk.StoredAsync(OutboxState.Pending)).ShouldHaveSingleItem().LastError.ShouldNotBeNull();
    }
}
