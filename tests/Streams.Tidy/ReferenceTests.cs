using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Streams.Tidy;

/// <summary>
/// References point inwards only: Core knows nobody, edges know no detection's wiring, the program knows all.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Streams.Core"] = [],
        ["Streams.Runtime"] = ["Streams.Core"],
        ["Streams.Files"] = ["Streams.Core"],
        ["Streams.Console"] = ["Streams.Core"],
        ["Streams.Elasticsearch"] = ["Streams.Core", "Streams.Runtime"],
        ["Streams.Synthetic"] = ["Streams.Core"],
        ["Streams.Kafka"] = ["Streams.Core", "Streams.Runtime"],
        ["Streams.Webhooks"] = ["Streams.Core", "Streams.Runtime"],
        ["Streams.Cli"] = ["Streams.Core", "Streams.Runtime", "Streams.Files", "Streams.Console", "Streams.Synthetic", "Streams.Kafka", "Streams.Webhooks", "Streams.Elasticsearch"],
    };

    [Fact]
    public void Projects_reference_inwards_only()
    {
        var projects = Repository.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal));
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Allowed.ShouldContainKey(name, $"{project} is new: say here what it may reference");
            var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            references.Except(Allowed[name]).ShouldBeEmpty($"{project} must not reference these");
        }
    }

    [Fact]
    public void Core_has_no_package()
    {
        XDocument.Parse(Repository.Read("src/Streams.Core/Streams.Core.csproj")).Descendants("PackageReference").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b")]
    [InlineData(@"\bDateTime\.Today\b")]
    [InlineData(@"\bStopwatch\b")]
    [InlineData(@"\bGuid\.NewGuid\b")]
    [InlineData(@"\bRandom\.Shared\b|\bnew Random\b")]
    [InlineData(@"\bConsole\.(Write|Read|Out|Error)")]
    [InlineData(@"\bFile\.(Open|Read|Write|Exists|Create)|\bnew FileStream\b")]
    [InlineData(@"\bHttpClient\b")]
    [InlineData(@"\basync\b|\bawait\b")]
    public void Core_has_no_clock_no_randomness_no_io(string banned)
    {
        var pattern = new Regex(banned);
        var hits = from file in Repository.Sources
                   where file.StartsWith("src/Streams.Core/", StringComparison.Ordinal)
                   from line in Repository.Lines(file).Select((text, index) => (text, index))
                   where !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line.text)
                   select $"{file}:{line.index + 1}: {line.text.Trim()}";
        hits.ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Streams.sln").Replace('\\', '/');
        Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains(f, StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
