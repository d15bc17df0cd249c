namespace Streams.Cli.Configuration.Sections;

/// <summary>The search cluster. An API key or a user name with password, not both.</summary>
internal sealed record ElasticsearchConfiguration
{
    [Setting("Nodes; none: nothing is indexed.", As = SettingKind.Url, Most = 64)]
    public IReadOnlyList<string> Urls { get; init; } = [];

    [Setting("File that holds the encoded API key.", As = SettingKind.SecretFile)]
    public string? ApiKeyFile { get; init; }

    [Setting("For basic authentication.")]
    public string? Username { get; init; }

    [Setting("File that holds the password for basic authentication.", As = SettingKind.SecretFile)]
    public string? PasswordFile { get; init; }

    [Setting("Authorities to trust, PEM; null trusts the system's.", As = SettingKind.File)]
    public string? CaFile { get; init; }

    [Setting("Beginning of the indices' names.", As = SettingKind.IndexName)]
    public string Prefix { get; init; } = "streams";

    [Setting("Copies of each shard of an index; null takes the cluster's default.", Least = 0, Most = 10)]
    public int? Replicas { get; init; }

    [Setting("Largest bulk request.", As = SettingKind.Bytes, Least = 64 << 10, Most = 64L << 20)]
    public long BatchSize { get; init; } = 5L << 20;

    [Setting("Bulk requests under way at once.", Least = 1, Most = 32)]
    public int Writers { get; init; } = 2;

    [Setting("Time for one request.", Least = 1, Most = 600)]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("Compress requests.")]
    public bool Gzip { get; init; } = true;

    [Setting("Evidence events kept for an account and day.", Least = 1, Most = 10_000)]
    public int EvidencePerDay { get; init; } = 200;

    [Setting("Delete monthly indices past their retention: by the cluster's lifecycle policy, else by Streams. Off: nothing is ever deleted.")]
    public bool DeleteExpired { get; init; }

    [Setting("Age of monthly findings and alerts at which they may be deleted.", Least = 86_400)]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(730);

    [Setting("Age of monthly evidence at which it may be deleted.", Least = 86_400)]
    public TimeSpan EvidenceRetention { get; init; } = TimeSpan.FromDays(90);
}
