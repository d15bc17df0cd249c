namespace Streams.Core.Scoring;

/// <summary>A finding that was published and no longer holds: an event that came late explained it.</summary>
public sealed record WithdrawnFinding(string Account, FindingDocument Finding);
