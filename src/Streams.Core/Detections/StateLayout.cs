namespace Streams.Core.Detections;

/// <summary>
/// Where a state stands in an account's block, and what it is: a snapshot with another layout is refused, not guessed
/// at.
/// </summary>
public readonly record struct StateLayout(string Name, ushort Version, int Offset, int Size);
