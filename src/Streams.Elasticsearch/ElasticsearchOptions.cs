namespace Streams.Elasticsearch;

/// <summary>Where documents go and how. Secrets stand in files, never in the configuration.</summary>
public sealed record ElasticsearchOptions
{
    /// <value>One or more of http://host:9200; the next is tried where one does not answer.</value>
    public IReadOnlyList<Uri> Hosts { get; init; } = [];

    /// <value>A file with an API key: the encoded form, or <c>id:key</c>.</value>
    public string? ApiKeyFile { get; init; }

    /// <value>A user of basic authentication; needs <see cref="PasswordFile"/>.</value>
    public string? User { get; init; }

    public string? PasswordFile { get; init; }

    /// <value>PEM certificates of the authority that signed the server's, where it is not a public one.</value>
    public string? CaFile { get; init; }

    /// <value>Default streams: indices are called streams-accounts, streams-findings-2026.03 and so on.</value>
    public string Prefix { get; init; } = "streams";

    /// <value>Default true: bodies of requests are compressed.</value>
    public bool Gzip { get; init; } = true;

    /// <value>Default 4 MiB, before compression; 1 KiB to 64 MiB.</value>
    public int BulkBytes { get; init; } = 4 << 20;

    /// <value>Default 1,000 documents a request; 1 to 10,000.</value>
    public int BulkDocuments { get; init; } = 1_000;

    /// <value>Default 60 s a request. One that was applied and timed out is repeated, which versions make harmless.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Default 10 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>First pause before a repetition, default 200 ms; doubled each time, with jitter.</value>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <value>Longest pause, default 30 s.</value>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>Null (default): nothing is ever deleted.</value>
    public RetentionOptions? Retention { get; init; }

    /// <value>Null (default): dashboards are not imported.</value>
    public KibanaOptions? Kibana { get; init; }

    /// <summary>Everything that is wrong with the values, not only the first.</summary>
    public IEnumerable<string> Problems()
    {
        if (Hosts.Count == 0) yield return "elasticsearch.hosts is empty: name at least one URL, http://localhost:9200";
        foreach (var host in Hosts)
            if (!IsWeb(host)) yield return $"elasticsearch.hosts: '{host}' is not an http or https URL";
        if (!IndexNames.IsPrefix(Prefix))
            yield return $"elasticsearch.prefix '{Prefix}': lower-case letters, digits, '-' and '_', up to 60, beginning with a letter";
        if (ApiKeyFile is not null && User is not null) yield return "elasticsearch: an API key or a user, not both";
        if (User is null != PasswordFile is null) yield return "elasticsearch.user and elasticsearch.password_file belong together";
        foreach (var file in new[] { ApiKeyFile, PasswordFile, CaFile })
            if (file is not null && !File.Exists(file)) yield return $"elasticsearch: there is no file '{file}'";
        if (BulkBytes is < 1 << 10 or > 64 << 20) yield return $"elasticsearch.bulk_bytes {BulkBytes}: 1024 to 67108864";
        if (BulkDocuments is < 1 or > 10_000) yield return $"elasticsearch.bulk_documents {BulkDocuments}: 1 to 10000";
        if (RequestTimeout <= TimeSpan.Zero) yield return "elasticsearch.request_timeout must be longer than 0";
        if (ConnectTimeout <= TimeSpan.Zero) yield return "elasticsearch.connect_timeout must be longer than 0";
        if (BackoffMin <= TimeSpan.Zero || BackoffMax < BackoffMin)
            yield return "elasticsearch.backoff_min must be longer than 0 and no longer than elasticsearch.backoff_max";
        foreach (var problem in Retention?.Problems() ?? []) yield return problem;
        foreach (var problem in Kibana?.Problems() ?? []) yield return problem;
    }

    internal static bool IsWeb(Uri uri) => uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}

/// <summary>How long months are kept after their end, in days; null keeps them. An index goes as a whole.</summary>
public sealed record RetentionOptions
{
    /// <value>Default 90.</value>
    public int? EvidenceDays { get; init; } = 90;

    public int? FindingsDays { get; init; }
    public int? AlertsDays { get; init; }
    public int? ScoresDays { get; init; }

    /// <value>
    /// Default false: Streams itself deletes months that are over. True: by a lifecycle policy (ILM), where the server
    /// has it.
    /// </value>
    public bool Lifecycle { get; init; }

    public int? DaysOf(string kind) => kind switch
    {
        IndexNames.EvidenceKind => EvidenceDays,
        IndexNames.FindingsKind => FindingsDays,
        IndexNames.AlertsKind => AlertsDays,
        IndexNames.ScoresKind => ScoresDays,
        _ => null,
    };

    internal IEnumerable<string> Problems() =>
        from kind in IndexNames.MonthlyKinds
        let days = DaysOf(kind)
        where days is < 1 or > 36_500
        select $"elasticsearch.retention.{kind}_days {days}: 1 to 36500";
}

/// <summary>Where setup imports the dashboards.</summary>
public sealed record KibanaOptions
{
    public required Uri Url { get; init; }

    /// <value>Null: the default space.</value>
    public string? Space { get; init; }

    public string? ApiKeyFile { get; init; }
    public string? User { get; init; }
    public string? PasswordFile { get; init; }
    public string? CaFile { get; init; }

    /// <value>Default 5 min: how long setup waits for a Kibana that is still starting.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    internal IEnumerable<string> Problems()
    {
        if (!ElasticsearchOptions.IsWeb(Url)) yield return $"kibana.url: '{Url}' is not an http or https URL";
        if (ApiKeyFile is not null && User is not null) yield return "kibana: an API key or a user, not both";
        if (User is null != PasswordFile is null) yield return "kibana.user and kibana.password_file belong together";
        foreach (var file in new[] { ApiKeyFile, PasswordFile, CaFile })
            if (file is not null && !File.Exists(file)) yield return $"kibana: there is no file '{file}'";
    }
}
