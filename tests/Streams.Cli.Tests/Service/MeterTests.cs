namespace Streams.Cli.Tests.Service;

/// <summary>Tests that listen to the process's meters take turns: each would hear the others' counts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeterTests
{
    public const string Name = "meters";
}
