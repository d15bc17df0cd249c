using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streams.Core.Detections.EndlessRun;

[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct EndlessRunState
{
    /// <summary>First and newest event of the run; 0 before the first.</summary>
    public long Start, Last;

    /// <summary>Starts of the newest long runs, this one among them.</summary>
    public LongRuns LongRuns;

    /// <summary>Whole hours at which the next claim of this run is due; 0 where it has made none.</summary>
    public int ClaimDueHours, Reserved;

    /// <summary>Where the run began, and an event from the middle of it.</summary>
    public EvidenceRef First, Middle;
}

[InlineArray(Max)]
public struct LongRuns
{
    public const int Max = 4;

    private long _first;
}
