using System.IO.Compression;

namespace Streams.Acceptance;

/// <summary>
/// The same records give the same accounts, findings and rings, however the work is divided and the files lie.
/// </summary>
public sealed class SameResultTests(SharedCompany company) : IClassFixture<SharedCompany>
{
    /// <summary>Formats whose records are lines, so that lines can change places.</summary>
    private static readonly string[] ByLine = [".log", ".ndjson"];

    [Theory]
    [InlineData("1", "5000", "512")]
    [InlineData("4", "64", "512")]
    [InlineData("16", "3", "512")]
    // So little memory that the records are sorted on disk.
    [InlineData("8", "512", "16")]
    public void However_the_work_is_divided(string shards, string batch, string memory) =>
        Same(company.HuntOver([company.Logs], "--shards", shards, "--batch", batch, "--memory", memory));

    [Fact]
    public void Twice_the_same_bytes()
    {
        string[] hunt = ["hunt", company.Logs, .. company.Tables, "--json", "-", "--quiet"];
        StreamsProgram.Run(hunt).OutputBytes.ShouldBe(StreamsProgram.Run(hunt).OutputBytes);
    }

    [Fact]
    public void Scores_hold_as_of_the_last_event()
    {
        var hunt = company.Hunt;
        hunt.Rings.ShouldNotBeEmpty();
        hunt.Accounts.Concat(hunt.Rings).Select(shown => (string?)shown!["score_as_of"]).Distinct()
            .ShouldBe([(string?)hunt.Root["totals"]!["last_event"]]);
    }

    [Fact]
    public void Files_in_another_order()
    {
        var files = Files();
        new Random(5).Shuffle(files);
        Same(company.HuntOver(files));
    }

    [Fact]
    public void Files_split_and_joined_lines_shuffled_and_packed()
    {
        using var scratch = new Scratch();
        var random = new Random(7);
        foreach (var file in Files())
        {
            var name = Path.GetRelativePath(company.Logs, file);
            if (!ByLine.Contains(Path.GetExtension(file)))
            {
                // Not by line, or packed already: only its place changes.
                scratch.Write($"moved/{random.Next():x8}-{Path.GetFileName(file)}", File.ReadAllBytes(file));
                continue;
            }

            var lines = File.ReadAllLines(file);
            random.Shuffle(lines);
            var half = lines.Length / 3;
            scratch.Write($"first/{name}", string.Join('\n', lines[..half]) + "\n");
            var rest = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines[half..]));
            scratch.Write($"second/{name}.gz", Scratch.Gzip(rest));
        }

        Same(company.HuntOver([scratch.At("second"), scratch.At("moved"), scratch.At("first")]));
    }

    [Fact]
    public void Files_of_a_source_joined_into_one()
    {
        using var scratch = new Scratch();
        foreach (var folder in Files().GroupBy(f => Path.GetDirectoryName(f)!))
        {
            // Weeks of one source: what can be appended to each other goes into one file, newest first.
            foreach (var kind in folder.GroupBy(f => Path.GetExtension(f)))
            {
                if (!ByLine.Contains(kind.Key)) foreach (var file in kind) scratch.Write($"{Path.GetFileName(folder.Key)}/{Path.GetFileName(file)}", File.ReadAllBytes(file));
                else scratch.Write($"{Path.GetFileName(folder.Key)}/all{kind.Key}", [.. kind.Reverse().SelectMany(File.ReadAllBytes)]);
            }
        }

        Same(company.HuntOver([scratch.Folder]));
    }

    [Fact]
    public void Everything_in_a_zip()
    {
        using var scratch = new Scratch();
        ZipFile.CreateFromDirectory(company.Logs, scratch.At("logs.zip"), CompressionLevel.Fastest, includeBaseDirectory: true);
        Same(company.HuntOver([scratch.At("logs.zip")]));
    }

    [Fact]
    public void Records_given_twice_count_once()
    {
        using var scratch = new Scratch();
        var again = Files().Where(f => f.Contains("okta", StringComparison.Ordinal) || f.Contains("cisco-asa", StringComparison.Ordinal)).ToArray();
        foreach (var file in again) scratch.Write(Path.GetFileName(file), File.ReadAllBytes(file));
        var twice = company.HuntOver([company.Logs, scratch.Folder]);
        twice.Reconciles().Comparable.ShouldBe(company.Hunt.Comparable);
        twice.Total("decoded").ShouldBe(company.Hunt.Total("decoded"));
        twice.Total("duplicate").ShouldBeGreaterThan(company.Hunt.Total("duplicate"));
    }

    private string[] Files() => [.. Directory.GetFiles(company.Logs, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private void Same(HuntOutcome other)
    {
        company.Hunt.Accounts.Count.ShouldBeGreaterThan(20, "the comparison would show little");
        company.Hunt.Rings.Count.ShouldBeGreaterThan(3);
        other.Reconciles().Comparable.ShouldBe(company.Hunt.Comparable);
        foreach (var name in new[] { "read", "decoded", "ignored", "duplicate", "quarantined" })
            other.Total(name).ShouldBe(company.Hunt.Total(name), name);
    }
}
