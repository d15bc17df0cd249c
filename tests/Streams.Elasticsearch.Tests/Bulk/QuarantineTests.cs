using Streams.Elasticsearch.Bulk;

namespace Streams.Elasticsearch.Tests.Bulk;

/// <summary>Both quarantines keep the same promises.</summary>
public sealed class QuarantineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-refused-").FullName;

    [Theory]
    [InlineData("memory")]
    [InlineData("file")]
    public async Task The_higher_version_of_a_document_stays(string kind)
    {
        var quarantine = Make(kind);
        await quarantine.PutAsync(Document(5), default);
        await quarantine.PutAsync(Document(4), default);
        (await quarantine.ListAsync(default)).ShouldHaveSingleItem().Version.ShouldBe(5);
        await quarantine.PutAsync(Document(6), default);
        (await quarantine.ListAsync(default)).ShouldHaveSingleItem().Version.ShouldBe(6);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("file")]
    public async Task Taking_out_an_older_version_leaves_a_newer_one(string kind)
    {
        var quarantine = Make(kind);
        await quarantine.PutAsync(Document(6), default);
        await quarantine.RemoveAsync(Document(5), default);
        (await quarantine.ListAsync(default)).Count.ShouldBe(1);
        await quarantine.RemoveAsync(Document(6), default);
        (await quarantine.ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_in_a_folder_is_there_after_a_restart()
    {
        await new FileSinkQuarantine(_folder).PutAsync(Document(6) with { Id = "../../x\n", Body = [0, 1, 255] }, default);
        var read = (await new FileSinkQuarantine(_folder).ListAsync(default)).ShouldHaveSingleItem();
        read.Id.ShouldBe("../../x\n");
        read.Body.ShouldBe([0, 1, 255]);
        read.Reason.ShouldBe("400: no");
        read.Time.ShouldBe(1_700_000_000_123);
    }

    [Fact]
    public void A_record_that_is_none_is_refused_in_words() =>
        Should.Throw<FormatException>(() => SetAside.Read("{\"index\":1}"u8.ToArray()));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SetAside Document(long version) => new("streams-rings", "r-1", version, "{}"u8.ToArray(), "400: no", 1_700_000_000_123);

    private ISinkQuarantine Make(string kind) => kind == "file" ? new FileSinkQuarantine(_folder) : new MemorySinkQuarantine();
}
