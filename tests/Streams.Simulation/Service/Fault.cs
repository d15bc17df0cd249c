namespace Streams.Simulation.Service;

/// <summary>What is broken on purpose, one at a time, to see that the simulator notices.</summary>
public enum Fault
{
    None,
    CommitBeforeAcknowledgement,
    BarrierNotAwaitedBeforeSnapshot,
    LostAppendAcknowledged,
    ZombieUnderSameKey,
    HeaderBeforeEntities,
    OlderEpochsRemovedFirst,
    MemoryNewerThanHeader,
    EntityOffsetIgnored,
    IdleNotLogged,
    LastGrantWins,
    VersionAtReadTime,
    FactWithoutVersion,
    LastDocumentWins,
    TailNotKept,
    DuplicateMemoryNotKept,
    NamesNotKept,
    CasesNotKept,
    ArtefactsNotKept,
    RingFactsNotKept,
    NightsNotKept,
    GapAccepted,
    MarkNotChecked,
    OverlapCountedTwice,
    ReplayBeginsLate,
    ChecksumNotVerified,
    RotIgnored,
    QuarantineForgotten,
}
