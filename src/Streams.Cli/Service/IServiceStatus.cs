namespace Streams.Cli.Service;

/// <summary>What a worker says of itself; asked from any thread, answers at once.</summary>
internal interface IServiceStatus
{
    StatusReport Report();
}

/// <summary>
/// Live: the loop made progress or is idle on purpose; nothing outside is asked. Ready: state restored, partitions
/// assigned, no sink stands until somebody mends it.
/// </summary>
internal sealed record StatusReport(bool IsLive, bool IsReady, IReadOnlyList<StatusDetail> Details);

/// <summary>One reason: <c>shards</c>, good or not, "32 restored".</summary>
internal sealed record StatusDetail(string Name, bool IsGood, string Text);
