namespace Streams.Tidy;

public sealed class SizeTests
{
    private const int LinesMax = 500, MedianMax = 110, ColumnsMax = 140, BytesMax = 1_000_000;

    [Fact]
    public void No_source_file_is_longer_than_500_lines()
    {
        Repository.Sources.Where(f => Repository.Lines(f).Length > LinesMax).ShouldBeEmpty();
    }

    [Fact]
    public void The_median_source_file_has_about_100_lines()
    {
        var lengths = Repository.Sources.Select(f => Repository.Lines(f).Length).Order().ToList();
        lengths[lengths.Count / 2].ShouldBeLessThanOrEqualTo(MedianMax);
    }

    /// <summary>Written for 120; the limit here leaves room for a signature that reads worse when broken.</summary>
    [Fact]
    public void Lines_fit_a_screen()
    {
        var hits = from file in Repository.Sources
                   from line in Repository.Lines(file).Select((text, index) => (text, index))
                   where line.text.Length > ColumnsMax && !line.text.Contains('"', StringComparison.Ordinal)
                   select $"{file}:{line.index + 1} has {line.text.Length} columns";
        hits.ShouldBeEmpty();
    }

    [Fact]
    public void No_file_is_large()
    {
        Repository.Files.Where(f => new FileInfo(Path.Combine(Repository.Root, f)).Length > BytesMax).ShouldBeEmpty();
    }
}
