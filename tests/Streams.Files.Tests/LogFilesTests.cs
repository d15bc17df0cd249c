namespace Streams.Files.Tests;

public sealed class LogFilesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Folder_is_read_recursively_in_ordinal_order_with_paths_as_given()
    {
        _scratch.Write("b.log", "b");
        _scratch.Write("B.log", "B");
        _scratch.Write("a/z.log", "z");
        _scratch.Write("a/a-expected.json", "{}");
        Names(_scratch.Folder).ShouldBe(["B.log", "a/a-expected.json", "a/z.log", "b.log"]);
        LogFiles.Find([_scratch.Folder + "/"])[0].Path.ShouldBe(_scratch.Folder + "/B.log");
    }

    [Fact]
    public void What_is_no_log_is_listed_with_a_reason()
    {
        _scratch.Write(".hidden", "x");
        _scratch.Write(".git/config", "x");
        _scratch.Write("city.mmdb", "x");
        _scratch.Write("empty.log", "");
        _scratch.Write("program", "\u007FELF....");
        _scratch.Write("good.log", "x");
        var found = LogFiles.Find([_scratch.Folder]);
        found.Count(f => f.State == LogFileState.Skipped).ShouldBe(5);
        found.ShouldAllBe(f => f.IsReadable || f.Reason!.Length > 0);
        found.Single(f => f.IsReadable).Path.ShouldEndWith("good.log");
    }

    [Fact]
    public void Packed_in_a_way_that_is_not_read_fails_instead_of_being_skipped()
    {
        _scratch.Write("a.log.zst", [0x28, 0xB5, 0x2F, 0xFD, 0, 0]);
        var file = LogFiles.Find([_scratch.Folder]).ShouldHaveSingleItem();
        file.State.ShouldBe(LogFileState.Failed);
        file.Reason!.ShouldContain("zstd");
    }

    [Theory]
    [InlineData("*.log", "a.log,b.log")]
    [InlineData("?.log", "a.log,b.log")]
    [InlineData("**/*.log", "a.log,b.log,x/c.log,x/y/d.log")]
    [InlineData("x/**", "x/c.log,x/y/d.log")]
    [InlineData("*/c.*", "x/c.log")]
    [InlineData("*", "a.log,b.log,n.txt,x/c.log,x/y/d.log")]
    public void Patterns_are_expanded(string pattern, string expected)
    {
        foreach (var path in new[] { "a.log", "b.log", "n.txt", "x/c.log", "x/y/d.log" }) _scratch.Write(path, "x");
        Names(_scratch.Folder + "/" + pattern).ShouldBe(expected.Split(','));
    }

    [Fact]
    public void Name_with_a_star_in_it_is_itself_first()
    {
        _scratch.Write("a*.log", "x");
        _scratch.Write("ab.log", "x");
        Names(_scratch.Folder + "/a*.log").ShouldBe(["a*.log"]);
    }

    [Fact]
    public void Missing_path_and_pattern_without_match_fail_and_name_themselves()
    {
        var found = LogFiles.Find([_scratch.Folder + "/no.log", _scratch.Folder + "/no*", ""]);
        found.ShouldAllBe(f => f.State == LogFileState.Failed);
        found[0].Reason!.ShouldContain("no.log");
        found[1].Reason!.ShouldContain("no*");
    }

    [Fact]
    public void File_that_two_arguments_name_is_read_once()
    {
        var path = _scratch.Write("a.log", "x");
        var found = LogFiles.Find([path, _scratch.Folder, "-", "-"]);
        found.Select(f => f.State).ShouldBe([LogFileState.Readable, LogFileState.Skipped, LogFileState.Readable, LogFileState.Skipped]);
        found[1].Reason!.ShouldContain(path);
    }

    [Fact]
    public void Links_to_folders_are_followed_and_each_folder_is_read_once()
    {
        using var elsewhere = new Scratch();
        elsewhere.Write("vpn/vpn.log", "x");
        _scratch.Write("case/a.log", "x");
        Link("case/mnt", elsewhere.Folder);
        Link("case/same", Path.Combine(elsewhere.Folder, "vpn"));
        File.CreateSymbolicLink(Path.Combine(_scratch.Folder, "case/z.log"), Path.Combine(_scratch.Folder, "case/a.log"));
        File.CreateSymbolicLink(Path.Combine(_scratch.Folder, "case/zz.log"), Path.Combine(_scratch.Folder, "gone"));
        Listed(LogFiles.Find([_scratch.Folder])).ShouldBe(
        [
            ("case/a.log", LogFileState.Readable), ("case/mnt/vpn/vpn.log", LogFileState.Readable),
            ("case/same", LogFileState.Skipped), ("case/z.log", LogFileState.Skipped), ("case/zz.log", LogFileState.Failed),
        ]);
        Listed(LogFiles.Find([_scratch.Folder + "/**/*.log"])).Where(f => f.State == LogFileState.Readable)
            .Select(f => f.Path).ShouldBe(["case/a.log", "case/mnt/vpn/vpn.log"]);
    }

    [Fact]
    public void Circles_of_links_end_and_links_upwards_are_not_followed()
    {
        using var other = new Scratch();
        other.Write("o.log", "x");
        _scratch.Write("a/a.log", "x");
        Link("a/up", _scratch.Folder);
        Link("a/self", Path.Combine(_scratch.Folder, "a"));
        Link("a/root", "/");
        Link("a/proc", "/proc/self");
        Link("a/b", Path.Combine(_scratch.Folder, "a/c"));
        Link("a/c", Path.Combine(_scratch.Folder, "a/b"));
        Link("a/over", other.Folder);
        Directory.CreateSymbolicLink(Path.Combine(other.Folder, "back"), Path.Combine(_scratch.Folder, "a"));
        var found = LogFiles.Find([_scratch.Folder]);
        Listed(found).Where(f => f.State == LogFileState.Readable).Select(f => f.Path).ShouldBe(["a/a.log", "a/over/o.log"]);
        foreach (var link in (string[])["a/up", "a/self", "a/root", "a/proc", "a/over/back"])
            found.Single(f => f.Path.EndsWith(link, StringComparison.Ordinal)).State.ShouldBe(LogFileState.Skipped);
        found.Single(f => f.Path.EndsWith("a/up", StringComparison.Ordinal)).Reason!.ShouldContain("which it lies in");
        Listed(LogFiles.Find([_scratch.Folder + "/**"])).Where(f => f.State == LogFileState.Readable)
            .Select(f => f.Path).ShouldBe(["a/a.log", "a/over/o.log"]);
    }

    private void Link(string name, string target) => Directory.CreateSymbolicLink(Path.Combine(_scratch.Folder, name), target);

    private List<(string Path, LogFileState State)> Listed(IEnumerable<LogFile> found) =>
        [.. found.Select(f => (Path.GetRelativePath(_scratch.Folder, f.Path), f.State))];

    private List<string> Names(string argument) =>
        [.. LogFiles.Find([argument]).Where(f => f.IsReadable).Select(f => Path.GetRelativePath(_scratch.Folder, f.Path))];
}
