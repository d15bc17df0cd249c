namespace Streams.Cli.Configuration.Sections;

/// <summary>Files of the reference tables (columns in the documentation). A relative path begins at the file that names it.</summary>
internal sealed record TablesConfiguration
{
    [Setting("MaxMind databases or folders of them.", As = SettingKind.File, Most = 64)]
    public IReadOnlyList<string> Geo { get; init; } = [];

    [Setting("Places and classes of networks, CSV.", As = SettingKind.File)]
    public string? Networks { get; init; }

    [Setting("Declared facts of accounts, CSV.", As = SettingKind.File)]
    public string? Directory { get; init; }

    [Setting("Listed emails, domains, addresses, wallets, keys, names, CSV; null is the list that ships with Streams.",
        As = SettingKind.File)]
    public string? Watchlist { get; init; }

    [Setting("What a person decided is fine, CSV.", As = SettingKind.File)]
    public string? Allow { get; init; }

    [Setting("Compacted topic of directory rows, keyed by account; takes the place of tables.directory.", As = SettingKind.Name)]
    public string? DirectoryTopic { get; init; }

    [Setting("How often the files are looked at for changes.", Least = 1, Most = 86_400)]
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(15);
}
