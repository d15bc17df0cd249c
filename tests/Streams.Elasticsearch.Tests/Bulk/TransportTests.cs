using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streams.Elasticsearch.Tests.World;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Tests.Bulk;

/// <summary>Hosts, credentials, certificates.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-transport-").FullName;

    [Fact]
    public async Task The_next_host_serves_where_one_is_away()
    {
        using var server = new StubServer();
        using var rig = new Rig(server.Options with { Hosts = [new Uri("http://127.0.0.1:1"), server.Url] });
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(1)));
        rig.Sink.Counts.Accepted.ShouldBe(1);
        rig.Sink.Counts.Retried.ShouldBe(0);
    }

    [Fact]
    public async Task The_next_host_serves_where_one_is_going_down()
    {
        using var down = new StubServer(StubServer.Status(503));
        using var up = new StubServer();
        using var rig = new Rig(up.Options with { Hosts = [down.Url, up.Url] });
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(1)));
        await rig.DeliverAsync(Some.Result(Some.Ring("r-2"), Some.Version(2)));
        up.Bulks.Count().ShouldBe(2);
        // The one that served is asked first from then on.
        down.Bulks.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("abc:def\n", "ApiKey YWJjOmRlZg==")]
    [InlineData("YWJjOmRlZg==\r\n", "ApiKey YWJjOmRlZg==")]
    public async Task An_api_key_comes_from_its_file_in_either_form(string content, string header)
    {
        using var server = new StubServer();
        using var rig = new Rig(server.Options with { ApiKeyFile = Write("key", content) });
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(1)));
        server.Asked.ShouldAllBe(asked => asked.Authorization == header);
    }

    [Fact]
    public async Task A_password_that_is_changed_in_its_file_needs_no_restart()
    {
        var file = Write("password", "old\n");
        using var server = new StubServer(
            (context, _) =>
            {
                File.WriteAllText(file, "new\n");
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            },
            StubServer.Accept);
        using var rig = new Rig(server.Options with { User = "streams", PasswordFile = file });
        await rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(1)));
        rig.Sink.Counts.Accepted.ShouldBe(1);
        server.Bulks.Select(asked => asked.Authorization).ShouldBe(["Basic c3RyZWFtczpvbGQ=", "Basic c3RyZWFtczpuZXc="]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies_are_compressed_where_that_is_wanted(bool gzip)
    {
        var encoding = "";
        using var server = new StubServer((context, body) =>
        {
            encoding = context.Request.Headers.ContentEncoding.ToString();
            return StubServer.Accept(context, body);
        });
        using var rig = new Rig(server.Options with { Gzip = gzip });
        await rig.DeliverAsync(Some.Result(Some.Account(findings: Some.Finding()), Some.Version(1)));
        encoding.ShouldBe(gzip ? "gzip" : "");
        server.Bulks.ShouldAllBe(asked => asked.ContentType == "application/x-ndjson");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_credentials_in_hand()
    {
        using var thief = new StubServer();
        using var server = new StubServer((context, _) =>
        {
            context.Response.Redirect(new Uri(thief.Url, "/_bulk").AbsoluteUri);
            return Task.CompletedTask;
        });
        using var rig = new Rig(server.Options with { ApiKeyFile = Write("key", "a:b") });
        await Should.ThrowAsync<Runtime.Deliver.SinkStoppedException>(() => rig.DeliverAsync(Some.Result(Some.Ring(), Some.Version(1))));
        thief.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_private_authority_is_trusted_when_named_and_not_otherwise()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=streams-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var server = new StubServer(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null));

        using (var client = new ElasticsearchClient(server.Options with { CaFile = Write("ca.pem", certificate.ExportCertificatePem()) }))
            (await client.SendAsync(HttpMethod.Get, "", default)).IsFine.ShouldBeTrue();
        using var untold = new ElasticsearchClient(server.Options);
        await Should.ThrowAsync<NoAnswerException>(() => untold.SendAsync(HttpMethod.Get, "", default));
    }

    [Fact]
    public void Pauses_double_with_jitter_up_to_a_bound()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        var pauses = Enumerable.Range(0, 40).Select(_ => backoff.Next(1).TotalMilliseconds).ToList();
        pauses[..6].ShouldBe([100, 200, 400, 800, 1600, 2000]);
        pauses.ShouldAllBe(pause => pause <= 2000);
        backoff.Next(0).TotalMilliseconds.ShouldBe(1000);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
