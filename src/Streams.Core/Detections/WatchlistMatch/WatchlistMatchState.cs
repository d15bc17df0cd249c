using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streams.Core.Detections.WatchlistMatch;

/// <summary>Entries that the account matched lately: one claim a day and entry.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct WatchlistMatchState
{
    public MatchedEntries Entries;

    /// <summary>The display name that was compared last: similarity is dear, names rarely change.</summary>
    public ulong Name;
}

[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct MatchedEntry
{
    public ulong Key;
    public int Day, Reserved;
}

[InlineArray(Max)]
public struct MatchedEntries
{
    public const int Max = 4;

    private MatchedEntry _first;
}
