using Streams.Cli.Service;

namespace Streams.Cli.Tests.Service;

/// <summary>A worker that is as well as the test says.</summary>
internal sealed class SettableStatus : IServiceStatus
{
    public StatusReport? Now { get; set; } = new(true, true, [new StatusDetail("shards", true, "32 restored")]);

    public StatusReport Report() => Now ?? throw new InvalidOperationException("not told");
}
