using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Runtime.Control;

/// <summary>One version of everything that is looked up and set: immutable, swapped whole, named by its content.</summary>
public sealed record TableSet
{
    /// <summary>Hash of the content; zero for a set that was handed in and never goes over the log.</summary>
    public Key128 Version { get; init; }

    public required Tables Tables { get; init; }

    public DetectionSettings Detections { get; init; } = new();

    public SharingSettings Sharing { get; init; } = new();

    public ScoreSettings Score { get; init; } = ScoreSettings.Default;

    public RingSettings Rings { get; init; } = RingSettings.Default;

    public RelaySettings Relays { get; init; } = RelaySettings.Default;

    /// <summary>What the operator says of each source topic.</summary>
    public IReadOnlyDictionary<string, SourceSettings> Sources { get; init; } = new Dictionary<string, SourceSettings>();

    /// <summary>The same for a path (topic/partition); the default where nothing was said.</summary>
    public SourceSettings SettingsAt(string path) =>
        Sources.GetValueOrDefault(path[..Math.Max(0, path.LastIndexOf('/'))], SourceSettings.Default);
}

/// <summary>A version's bytes as they go over the log.</summary>
public sealed record TableContent(Key128 Version, byte[] Bytes);

/// <summary>Turns content into tables, and says what this process's own files hold now.</summary>
public interface ITableLibrary
{
    /// <summary>What this process would publish; a new one when its files have changed for good.</summary>
    TableContent Local { get; }

    /// <summary>The source partitions that exist, by number.</summary>
    IReadOnlyList<int> Sources { get; }

    /// <summary>
    /// The parsed set of a version, from memory where it was parsed before; <paramref name="content"/> is asked
    /// otherwise.
    /// </summary>
    TableSet Get(Key128 version, Func<Key128, byte[]> content);
}
