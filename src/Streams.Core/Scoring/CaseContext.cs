using Streams.Core.Enrichment;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// From the number in an evidence's origin to what people call it: a path as given, or topic/partition.
/// </summary>
public interface ISourceCatalogue
{
    string PathOf(int source);
}

/// <summary>What a case is evaluated with, besides its facts.</summary>
public sealed record CaseContext
{
    /// <summary>Event time, Unix ms: scores decay to it.</summary>
    public required long AsOf { get; init; }

    public required ISourceCatalogue Sources { get; init; }

    public Tables Tables { get; init; } = Tables.Empty;

    /// <summary>A format's stable name from its number.</summary>
    public required Func<byte, string> FormatName { get; init; }

    public ScoreSettings Settings { get; init; } = ScoreSettings.Default;

    /// <summary>From this score on a ring has an alert, which names its members.</summary>
    public double RingTicketScore { get; init; } = new RingSettings().TicketScore;
}
