using System.Collections;
using System.Globalization;
using System.Text;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Reading;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Tests.Configuration;

/// <summary>
/// <c>config/detections/</c> has a file for every rule, in which every threshold stands commented out with its default
/// and its bounds. After a change of the records: STREAMS_WRITE_DETECTIONS=1 dotnet test tests/Streams.Cli.Tests.
/// </summary>
public sealed class DetectionFilesTests
{
    private const string Folder = "config/detections";

    [Fact]
    public void Each_rule_has_its_file_with_the_defaults()
    {
        var expected = Files().ToDictionary(file => file.Name, file => file.Text);
        if (Environment.GetEnvironmentVariable("STREAMS_WRITE_DETECTIONS") == "1")
        {
            Directory.CreateDirectory(Repository.Path(Folder));
            foreach (var (name, text) in expected) File.WriteAllText(Repository.Path($"{Folder}/{name}"), text);
        }

        var found = Directory.GetFiles(Repository.Path(Folder)).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        found.Keys.Order().ShouldBe(expected.Keys.Order());
        foreach (var (name, text) in expected) found[name].ShouldBe(text, name);
    }

    [Fact]
    public void Without_the_comment_signs_they_are_the_defaults_still()
    {
        using var scratch = new Scratch();
        scratch.Write("streams.yaml", Configured.Source);
        foreach (var (name, text) in Files())
        {
            var lines = text.Split('\n')
                .Where(line => line.StartsWith("# ", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal));
            scratch.Write($"detections/{name}", string.Join('\n', lines.Select(line => line[2..])));
        }

        var read = Configured.In(scratch).Fine().Configuration.Detections;
        SettingsText.Write(read).ShouldBe(SettingsText.Write(new DetectionsConfiguration()));
    }

    private static IEnumerable<(string Name, string Text)> Files()
    {
        var detections = new DetectionsConfiguration();
        foreach (var shape in SettingShape.Of(typeof(DetectionsConfiguration)))
        {
            var section = shape.Property.GetValue(detections)!;
            if (shape.Key != "rules") yield return Section(shape.Key, section);
            else
            {
                foreach (var rule in SettingShape.Of(section.GetType()))
                    yield return Section(rule.Key, rule.Property.GetValue(section)!);
            }
        }
    }

    private static (string Name, string Text) Section(string key, object section)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Settings of {key.Replace('_', ' ')}, with their defaults. Take the sign away before what is to be another.\n");
        foreach (var shape in SettingShape.Of(section.GetType()))
        {
            var line = $"# {shape.Key}: {Value(shape.Property.GetValue(section)!)}";
            var allowed = shape.IsScalar && shape.Type != typeof(string) ? ScalarBinder.Allowed(shape.Type, shape.About) : "a list";
            text.Append(CultureInfo.InvariantCulture, $"{line,-40} # {allowed}\n");
        }

        return (key.Replace('_', '-') + ".yaml", text.ToString());
    }

    private static string Value(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan span => ScalarText.Duration(span.TotalSeconds),
        string text => text,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Value))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
