using Streams.Core.Alerts;
using Streams.Core.Enrichment;
using Streams.Core.Formats;
using Streams.Runtime.Control;

namespace Streams.Cli.Hunting;

/// <summary>What a hunt was asked to do.</summary>
internal sealed record HuntOptions
{
    public required Tables Tables { get; init; }

    /// <summary>How to read an input, by its path.</summary>
    public required Func<string, SourceSettings> Sources { get; init; }

    /// <summary>Settings of a deployment beside its tables; null: the defaults.</summary>
    public TableSet? Set { get; init; }

    /// <summary>When alerts open and close; null: there are none.</summary>
    public AlertPolicy? Alerts { get; init; }

    /// <summary>
    /// Event time between two clocks, at which documents and alerts are told as a service tells them. 0: all is told
    /// once, at the end.
    /// </summary>
    public long ClockEveryMs { get; init; }

    /// <summary>Events of an account under suspicion that are told for each of its days. 0: none.</summary>
    public int EvidencePerDay { get; init; }

    public long? SinceMs { get; init; }

    public long? UntilMs { get; init; }

    /// <summary>Receipt of the records: what is more than a day ahead of it is implausible.</summary>
    public required long NowMs { get; init; }

    public string? Quarantine { get; init; }

    /// <summary>Memory for sorting, bytes; beyond it sorted runs go to disk.</summary>
    public long SortBytes { get; init; } = 512L << 20;

    public string TempFolder { get; init; } = Path.GetTempPath();

    public int Shards { get; init; } = 8;

    /// <summary>Events a frame.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>Also accounts without a finding.</summary>
    public bool All { get; init; }
}
