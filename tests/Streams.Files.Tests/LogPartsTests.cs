using System.Text;

namespace Streams.Files.Tests;

public sealed class LogPartsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Gzip_of_several_members_is_told_by_content()
    {
        var path = _scratch.Write("named.log", [.. Scratch.Gzip("one\ntwo\n"), .. Scratch.Gzip("three\n")]);
        Read(path).ShouldBe([$"{path}:1:one", $"{path}:2:two", $"{path}:3:three"]);
    }

    [Fact]
    public void Zip_entries_have_paths_of_their_own_and_may_be_gzipped()
    {
        var zip = Scratch.Zip(("b/two.log.gz", Scratch.Gzip("2\n")), ("a.log", "1\n"u8.ToArray()), ("in.zip", Scratch.Zip(("x", [1]))));
        var path = _scratch.Write("export.bin", zip);
        var read = Read(path);
        read[..2].ShouldBe([$"{path}/a.log:1:1", $"{path}/b/two.log.gz:1:2"]);
        read[2].ShouldContain("archive inside an archive");
    }

    [Fact]
    public void Gzip_cut_short_gives_its_records_and_then_says_where_it_broke()
    {
        var text = new StringBuilder();
        var random = new Random(5);
        for (var i = 0; i < 2000; i++) text.Append(i).Append(' ').Append(random.NextInt64()).Append('\n');
        var whole = Scratch.Gzip(text.ToString());
        var path = _scratch.Write("cut.gz", whole[..(whole.Length / 2)]);
        var read = Read(path);
        read.Count.ShouldBeInRange(500, 1999);
        read[^1].ShouldContain("breaks off after byte");
        read[..^1].ShouldAllBe(r => !r.Contains('!'));
        read[10].ShouldStartWith($"{path}:11:10 ");
    }

    [Fact]
    public void Zip_entries_that_are_no_logs_are_skipped_with_a_reason()
    {
        var zip = Scratch.Zip(("__MACOSX/._a.log", [0, 5, 22, 7]), ("a.log", "1\n"u8.ToArray()), ("b.png", [0x89, (byte)'P', (byte)'N', (byte)'G']));
        var path = _scratch.Write("export.zip", zip);
        var parts = LogParts.Open(LogFiles.Find([path])[0])
            .Select(part => (Path.GetFileName(part.Path), part.IsSkipped, part.Problem is null)).ToList();
        parts.ShouldBe([("._a.log", true, false), ("a.log", false, true), ("b.png", true, false)]);
    }

    [Fact]
    public void Padding_behind_a_gzip_is_no_damage() =>
        Read(_scratch.Write("padded.gz", [.. Scratch.Gzip("one\n"), .. new byte[512]])).ShouldHaveSingleItem().ShouldEndWith(":1:one");

    [Fact]
    public void Gzip_damaged_inside_is_told()
    {
        var whole = Scratch.Gzip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i * 7919}\n")));
        whole[^6] ^= 0x55;
        Read(_scratch.Write("bad.gz", whole))[^1].ShouldContain("!");
    }

    [Fact]
    public void Damaged_zip_and_missing_file_are_problems_and_no_exceptions()
    {
        var zip = Scratch.Zip(("a.log", "1\n"u8.ToArray()));
        Read(_scratch.Write("cut.zip", zip[..^10])).ShouldHaveSingleItem().ShouldContain("damaged or cut zip");
        var gone = new LogFile(Path.Combine(_scratch.Folder, "gone.log"), LogFileState.Readable);
        Reading.Files([gone]).ShouldHaveSingleItem().ShouldContain("gone.log: cannot be read");
    }

    [Fact]
    public void Bomb_costs_no_memory()
    {
        var zeros = new byte[64 * 1024 * 1024];
        var path = _scratch.Write("bomb.zip", Scratch.Zip(("zeros", zeros)));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (var part in LogParts.Open(LogFiles.Find([path])[0]))
        {
            using var reader = new RecordReader(part.Stream!, recordBytesMax: 1024 * 1024);
            reader.Read(out var record, out _, out var problem).ShouldBeTrue();
            record.Count.ShouldBe(RecordReader.ShownBytes);
            problem!.ShouldContain($"record of {zeros.Length} bytes exceeds the limit");
            reader.Read(out _, out _, out _).ShouldBeFalse();
        }

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(16 * 1024 * 1024);
    }

    private List<string> Read(string path) => Reading.Files(LogFiles.Find([path]));
}
