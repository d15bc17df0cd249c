using Streams.Cli.Configuration.Sections;
using Streams.Cli.Reference;

namespace Streams.Cli.Tests.Reference;

public sealed class TableWatcherTests : IDisposable
{
    private const string Header =
        "network,name,country,region,city,latitude,longitude,radius_km,asn,organization,class,egress\n";
    private const string Office = "198.51.100.0/24,office,DE,,Berlin,52.5,13.4,10,,,corporate,true\n";

    private readonly Scratch _scratch = new();
    private readonly TablesConfiguration _configuration;
    private int _written;

    public TableWatcherTests()
    {
        Write(Header + Office);
        _configuration = new TablesConfiguration { Networks = _scratch.Path("networks.csv") };
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_set_knows_its_files_by_content()
    {
        var one = Load();
        Write(Header + Office.Replace("10", "20", StringComparison.Ordinal));
        var other = Load();
        one.Hashes.Keys.ShouldBe([_configuration.Networks!]);
        one.Hashes.Values.ShouldHaveSingleItem().Length.ShouldBe(64);
        other.Hash.ShouldNotBe(one.Hash);
        Write(Header + Office);
        Load().Hash.ShouldBe(one.Hash);
    }

    [Fact]
    public void Nothing_happens_while_nothing_changes()
    {
        var watcher = new TableWatcher(_configuration, Load());
        watcher.Look().ShouldBeNull();
        Write(Header + Office);
        watcher.Look().ShouldBeNull("the file was written again with the same bytes");
    }

    [Fact]
    public void A_changed_file_is_in_force_after_the_next_look()
    {
        var watcher = new TableWatcher(_configuration, Load());
        Write(Header);
        var change = watcher.Look().ShouldNotBeNull();
        change.Loaded.ShouldBe(watcher.Current);
        change.Problems.ShouldBeEmpty();
        watcher.Look().ShouldBeNull();
    }

    [Fact]
    public void A_bad_file_leaves_the_old_tables_and_says_why_once()
    {
        var old = Load();
        var watcher = new TableWatcher(_configuration, old);
        Write(Header + Office.Replace("52.5", "152.5", StringComparison.Ordinal));
        var change = watcher.Look().ShouldNotBeNull();
        change.Loaded.ShouldBeNull();
        change.Problems.ShouldHaveSingleItem().ShouldContain("networks.csv:2:");
        watcher.Current.ShouldBe(old);
        watcher.Look().ShouldBeNull();
        Write(Header + Office.Replace("52.5", "53.5", StringComparison.Ordinal));
        watcher.Look().ShouldNotBeNull().Loaded.ShouldNotBeNull();
    }

    [Fact]
    public void A_file_that_goes_away_leaves_the_old_tables()
    {
        var watcher = new TableWatcher(_configuration, Load());
        File.Delete(_configuration.Networks!);
        watcher.Look().ShouldNotBeNull().Loaded.ShouldBeNull();
        Write(Header + Office);
        watcher.Look().ShouldBeNull("the same tables are there again");
    }

    /// <summary>How Kubernetes changes a ConfigMap: the file is a link through a link that is swapped.</summary>
    [Fact]
    public void A_swapped_link_is_noticed()
    {
        if (OperatingSystem.IsWindows()) return;
        _scratch.Write("v1/n.csv", Header + Office);
        _scratch.Write("v2/n.csv", Header);
        var link = _scratch.Path("linked.csv");
        File.CreateSymbolicLink(link, _scratch.Path("v1/n.csv"));
        var configuration = new TablesConfiguration { Networks = link };
        var watcher = new TableWatcher(configuration, FileTables.Load(configuration, []).ShouldNotBeNull());
        File.Delete(link);
        File.CreateSymbolicLink(link, _scratch.Path("v2/n.csv"));
        watcher.Look().ShouldNotBeNull().Loaded.ShouldNotBeNull();
    }

    [Fact]
    public void Problems_name_settings_not_flags()
    {
        var problems = new List<string>();
        FileTables.Load(new TablesConfiguration { Allow = _scratch.Path("none.csv") }, problems).ShouldBeNull();
        problems.ShouldHaveSingleItem().ShouldStartWith("tables.allow ");
    }

    private FileTables Load()
    {
        var problems = new List<string>();
        return FileTables.Load(_configuration, problems).ShouldNotBeNull(string.Join('\n', problems));
    }

    /// <summary>File times are coarse somewhere: each writing moves them by a second.</summary>
    private void Write(string content)
    {
        var path = _scratch.Write("networks.csv", content);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 1, 0, 0, ++_written, DateTimeKind.Utc));
    }
}
