using System.Text.RegularExpressions;

namespace Streams.Tidy;

public sealed class HabitTests
{
    private static readonly string[] NotCode = [".png", ".mmdb", ".gz", ".lock.json"];

    [Theory]
    [InlineData(@"NotImplemented(?=Exception)", "a stub is not done")]
    [InlineData(@"Skip\s*=\s*""", "a skipped test is no test")]
    [InlineData(@"Assert\.True\(\s*true", "an assertion that cannot fail")]
    [InlineData(@"\b(TODO|FIXME|HACK|XXX:)", "do it or write it into an issue")]
    [InlineData(@"#pragma warning disable", "mend it instead")]
    public void Sources_are_free_of(string banned, string why)
    {
        var pattern = new Regex(banned);
        var hits = from file in Repository.Sources
                   where !file.StartsWith("tests/Streams.Tidy/", StringComparison.Ordinal)
                   from line in Repository.Lines(file).Select((text, index) => (text, index))
                   where pattern.IsMatch(line.text)
                   select $"{file}:{line.index + 1}: {line.text.Trim()}";
        hits.ShouldBeEmpty(why);
    }

    [Fact]
    public void Types_are_not_called_manager_helper_or_util()
    {
        var pattern = new Regex(@"\b(class|record|struct|interface)\s+\w*(Manager|Helper|Util|Utils|Utility)\b");
        var hits = from file in Repository.Sources
                   from line in Repository.Lines(file)
                   where pattern.IsMatch(line)
                   select $"{file}: {line.Trim()}";
        hits.ShouldBeEmpty();
    }

    [Fact]
    public void No_path_of_a_machine_and_no_home_folder()
    {
        var pattern = new Regex(@"(?<![\w.])/(work|farm|home/\w+|root|Users)/");
        var hits = from file in Repository.Files
                   where !NotCode.Any(e => file.EndsWith(e, StringComparison.Ordinal)) && !file.StartsWith("tests/Streams.Tidy/", StringComparison.Ordinal)
                   from line in Repository.Lines(file)
                   where pattern.IsMatch(line)
                   select $"{file}: {line.Trim()}";
        hits.ShouldBeEmpty();
    }

    [Fact]
    public void The_readme_shows_the_two_commands()
    {
        var readme = Repository.Read("README.md");
        readme.ShouldContain("./streams demo");
        readme.ShouldContain("./build.sh test");
    }

    [Fact]
    public void Scripts_can_be_run()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var script in new[] { "build.sh", "streams", ".ci/run" })
            (File.GetUnixFileMode(Path.Combine(Repository.Root, script)) & UnixFileMode.UserExecute).ShouldNotBe(default, script);
    }

    [Fact]
    public void The_changelog_has_an_unreleased_section() => Repository.Read("CHANGELOG.md").ShouldContain("## [Unreleased]");
}
