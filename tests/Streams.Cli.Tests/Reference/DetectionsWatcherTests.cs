using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;
using Streams.Cli.Reference;

namespace Streams.Cli.Tests.Reference;

public sealed class DetectionsWatcherTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly DetectionsWatcher _watcher;

    public DetectionsWatcherTests()
    {
        var sources = new ConfigurationSources
        {
            File = _scratch.Write("streams.yaml", "sources: [{topic: logs}]"),
            WorkingFolder = _scratch.Folder
        };
        _watcher = new DetectionsWatcher(sources, ConfigurationLoader.Load(sources, []).Detections);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_new_threshold_is_in_force_after_the_next_look()
    {
        _watcher.Look().ShouldBeNull();
        _scratch.Write("detections/impossible-travel.yaml", "speed_kmh: 1000");
        _watcher.Look().ShouldNotBeNull().Loaded.ShouldNotBeNull().Rules.ImpossibleTravel.SpeedKmh.ShouldBe(1000);
        _watcher.Current.Rules.ImpossibleTravel.SpeedKmh.ShouldBe(1000);
        _watcher.Look().ShouldBeNull();
    }

    [Fact]
    public void A_bad_file_leaves_the_old_settings_and_says_why_once()
    {
        _scratch.Write("detections/impossible-travel.yaml", "speed_kmh: 10");
        var change = _watcher.Look().ShouldNotBeNull();
        change.Loaded.ShouldBeNull();
        change.Problems.ShouldHaveSingleItem().Path.ShouldBe("detections.rules.impossible_travel.speed_kmh");
        _watcher.Current.Rules.ImpossibleTravel.SpeedKmh.ShouldBe(900);
        _watcher.Look().ShouldBeNull();
    }

    [Fact]
    public void A_change_elsewhere_is_none_of_the_detections()
    {
        _scratch.Write("streams.yaml", "sources: [{topic: other}]\n# a remark");
        _watcher.Look().ShouldBeNull();
    }

    [Fact]
    public void Settings_are_the_same_after_they_were_written_and_read()
    {
        var settings = new DetectionsConfiguration();
        settings = settings with
        {
            Score = settings.Score with { PageScore = 91.5 },
            Rules = settings.Rules with
            {
                UndeclaredCountry = settings.Rules.UndeclaredCountry with
                {
                    Embargoed = ["KP",
                "\"'\n: #"],
                    Window = TimeSpan.FromDays(15)
                }
            },
        };
        var text = SettingsText.Write(settings);
        var problems = new List<ConfigurationProblem>();
        var read = SettingsText.Read<DetectionsConfiguration>(text, problems);
        problems.Select(problem => problem.Path)
            .ShouldBe(["rules.undeclared_country.embargoed[1]"], "a control character is nobody's country");
        read.ShouldBeNull();

        settings = settings with { Rules = settings.Rules with { UndeclaredCountry = settings.Rules.UndeclaredCountry with { Embargoed = ["KP", "\"': #"] } } };
        read = SettingsText.Read<DetectionsConfiguration>(SettingsText.Write(settings), problems).ShouldNotBeNull();
        SettingsText.Write(read).ShouldBe(SettingsText.Write(settings));
        SettingsText.Hash(read).ShouldNotBe(SettingsText.Hash(new DetectionsConfiguration()));
    }

    [Fact]
    public void Every_default_can_be_written_and_read() =>
        SettingsText.Write(SettingsText.Read<DetectionsConfiguration>(SettingsText.Write(new DetectionsConfiguration()),
            []).ShouldNotBeNull())
            .ShouldBe(SettingsText.Write(new DetectionsConfiguration()));
}
