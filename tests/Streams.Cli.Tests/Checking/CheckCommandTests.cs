using Streams.Cli.Commands;

namespace Streams.Cli.Tests.Checking;

public sealed class CheckCommandTests
{
    [Theory]
    [InlineData("sources: [{topic: logs}]", ExitCode.Fine)]
    [InlineData("sources: [{topc: logs}]", ExitCode.Usage)]
    [InlineData("", ExitCode.Usage)]
    public async Task The_exit_code_says_whether_the_configuration_is_right(string yaml, int expected)
    {
        using var scratch = new Scratch();
        var file = scratch.Write("streams.yaml", yaml);
        (await StreamsCommands.Create().Parse(["check", "--no-environment", "--quiet", "--config", file]).InvokeAsync())
            .ShouldBe(expected);
    }

    [Fact]
    public async Task A_flag_is_the_last_word()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("streams.yaml", "sources: [{topic: logs, format: nonsense}]");
        (await StreamsCommands.Create()
            .Parse(["check", "--no-environment", "--quiet", "--config", file, "--set", "sources[0].format=okta"])
            .InvokeAsync())
            .ShouldBe(ExitCode.Fine);
    }
}
