namespace Streams.Elasticsearch.Tests;

public sealed class OptionsTests
{
    private static readonly ElasticsearchOptions Fine = new() { Hosts = [new Uri("http://localhost:9200")] };

    [Fact]
    public void Accepts_the_defaults_with_one_host() => Fine.Problems().ShouldBeEmpty();

    [Fact]
    public void Tells_everything_that_is_wrong_at_once() => new ElasticsearchOptions
    {
        Hosts = [new Uri("ftp://x")],
        Prefix = "Streams*",
        User = "ana",
        ApiKeyFile = "/nowhere/key",
        BulkBytes = 1,
        BulkDocuments = 0,
        RequestTimeout = TimeSpan.Zero,
        BackoffMin = TimeSpan.FromSeconds(2),
        BackoffMax = TimeSpan.FromSeconds(1),
        Retention = new RetentionOptions { EvidenceDays = 0 },
        Kibana = new KibanaOptions { Url = new Uri("file:///x"), User = "kim" },
    }.Problems().Count().ShouldBe(12);

    [Theory]
    [InlineData("streams", true)]
    [InlineData("acme-sec_2", true)]
    [InlineData("", false)]
    [InlineData("-x", false)]
    [InlineData("a.b", false)]
    [InlineData("a*", false)]
    [InlineData("a\n", false)]
    public void A_prefix_is_safe_in_a_url(string prefix, bool isFine) =>
        (Fine with { Prefix = prefix }).Problems().Any().ShouldBe(!isFine);

    [Theory]
    [InlineData("streams-evidence-2026.03", "evidence", "2026-03-01")]
    [InlineData("streams-accounts", "accounts", null)]
    [InlineData("streams-evidence-2026.13", null, null)]
    [InlineData("streams-evidence-2026.03-old", null, null)]
    [InlineData("streams-accounts-2026.03", null, null)]
    [InlineData("other-evidence-2026.03", null, null)]
    public void Only_names_of_our_own_form_are_ours(string index, string? kind, string? month)
    {
        var read = new IndexNames("streams").Read(index);
        read?.Kind.ShouldBe(kind);
        (read is null).ShouldBe(kind is null);
        if (month is not null) read!.Value.Month.ShouldBe(DateOnly.Parse(month, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_id_that_is_too_long_becomes_its_hash()
    {
        IndexNames.Id(new string('x', 512)).ShouldBe(new string('x', 512));
        IndexNames.Id(new string('é', 300)).ShouldStartWith("sha256-");
        IndexNames.Id(new string('é', 300)).ShouldNotBe(IndexNames.Id(new string('é', 301)));
    }
}
