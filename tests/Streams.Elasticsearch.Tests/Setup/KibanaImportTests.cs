using System.Net;
using System.Text;
using Streams.Elasticsearch.Dashboards;
using Streams.Elasticsearch.Setup;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests.Setup;

/// <summary>The import as Kibana's API describes it, against a stub: no Kibana is at hand.</summary>
public sealed class KibanaImportTests
{
    private const string Fine = """{"success":true,"successCount":13,"successResults":[]}""";

    [Theory]
    [InlineData(null, "/api/saved_objects/_import")]
    [InlineData("soc team", "/s/soc team/api/saved_objects/_import")]
    public async Task Brings_the_file_in_one_multipart_request(string? space, string path)
    {
        string query = "", xsrf = "", file = "";
        using var kibana = new KibanaStub(async context =>
        {
            if (context.Request.Method == "GET") return;
            context.Request.Path.Value.ShouldBe(path);
            query = context.Request.QueryString.Value!;
            xsrf = context.Request.Headers["kbn-xsrf"]!;
            var form = await context.Request.ReadFormAsync(default);
            form.Files.Count.ShouldBe(1);
            form.Files[0].Name.ShouldBe("file");
            form.Files[0].FileName.ShouldEndWith(".ndjson");
            using var reader = new StreamReader(form.Files[0].OpenReadStream(), Encoding.UTF8);
            file = await reader.ReadToEndAsync();
            await KibanaStub.Say(context, Fine);
        });
        using var import = new KibanaImport(new KibanaOptions { Url = kibana.Url, Space = space }, "acme");
        (await import.RunAsync(default)).ShouldContain("13");
        query.ShouldBe("?overwrite=true");
        xsrf.ShouldNotBeEmpty();
        file.ShouldBe(Encoding.UTF8.GetString(DashboardFile.Write("acme")));
    }

    [Fact]
    public async Task An_import_that_says_no_in_its_body_is_a_failure_whatever_the_status()
    {
        using var kibana = new KibanaStub(context => context.Request.Method == "GET"
            ? Task.CompletedTask
            : KibanaStub.Say(context, """{"success":false,"successCount":3,"errors":[{"id":"streams-overview","error":{"type":"missing_references"}}]}"""));
        using var import = new KibanaImport(new KibanaOptions { Url = kibana.Url }, "streams");
        (await Should.ThrowAsync<SetupException>(() => import.RunAsync(default))).Message.ShouldContain("missing_references");
    }

    [Fact]
    public async Task Waits_for_a_kibana_that_is_still_starting()
    {
        var looks = 0;
        using var kibana = new KibanaStub(context =>
        {
            if (context.Request.Path == "/api/status" && looks++ == 0) context.Response.StatusCode = 503;
            return context.Request.Method == "GET" ? Task.CompletedTask : KibanaStub.Say(context, Fine);
        });
        using var import = new KibanaImport(new KibanaOptions { Url = kibana.Url }, "streams");
        await import.RunAsync(default);
        looks.ShouldBe(2);
    }

    [Fact]
    public async Task A_kibana_that_is_not_there_is_told_in_words()
    {
        using var import = new KibanaImport(new KibanaOptions { Url = new Uri("http://127.0.0.1:1"), Patience = TimeSpan.Zero }, "streams");
        (await Should.ThrowAsync<SetupException>(() => import.RunAsync(default))).Message.ShouldContain("not ready");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Credentials_that_do_not_do_are_named(HttpStatusCode status)
    {
        using var kibana = new KibanaStub(context =>
        {
            if (context.Request.Method == "POST") context.Response.StatusCode = (int)status;
            return Task.CompletedTask;
        });
        using var import = new KibanaImport(new KibanaOptions { Url = kibana.Url }, "streams");
        (await Should.ThrowAsync<SetupException>(() => import.RunAsync(default))).Message.ShouldContain("Saved Objects Management");
    }
}
