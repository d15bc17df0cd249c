using System.CommandLine;
using Streams.Cli.Hunting;
using Streams.Cli.Inputs;

namespace Streams.Cli.Commands;

/// <summary>What <c>hunt</c> takes beside its inputs.</summary>
internal sealed class HuntCommandOptions
{
    private static readonly string[] LevelNames = ["none", "low", "medium", "high", "critical"];

    private readonly Option<string?> _since = new("--since") { Description = "Leave out events before this time", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Leave out events after this time", HelpName = "TIME" };
    private readonly Option<string?> _minLevel = new("--min-level") { Description = "Only accounts at this level and above", HelpName = "LEVEL" };
    private readonly Option<bool> _all = new("--all") { Description = "Also accounts without a finding" };
    private readonly Option<string?> _json = new("--json") { Description = "Write the result as JSON; - is standard output", HelpName = "FILE|-" };
    private readonly Option<string?> _report = new("--report") { Description = "Write a self-contained HTML report", HelpName = "FILE.html" };
    private readonly Option<string?> _links = new("--links") { Description = "Write learned links between names, as directory rows", HelpName = "FILE" };
    private readonly Option<string?> _failOn = new("--fail-on") { Description = "Exit with 3 if an account or ring is at this level or above", HelpName = "LEVEL" };
    private readonly Option<int> _memory = new("--memory")
    {
        Description = "MiB for sorting; beyond it sorted runs go to disk",
        DefaultValueFactory = _ => 512,
    };
    private readonly Option<string?> _temp = new("--temp") { Description = "Folder for sorted runs (default: the system's)", HelpName = "DIR" };
    private readonly Option<int> _shards = new("--shards") { Description = "Actors that share the accounts", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _batch = new("--batch") { Description = "Events a frame", DefaultValueFactory = _ => 512 };

    public InputOptions Inputs { get; } = new();

    public void AddTo(Command command)
    {
        Inputs.AddTo(command);
        foreach (var option in new Option[]
                 {
                     _since, _until, _minLevel, _all, _json, _report, _links, _failOn, _memory, _temp, _shards, _batch,
                 }) command.Options.Add(option);
    }

    public HuntOptions Read(ParseResult parse, ICollection<string> problems)
    {
        var inputs = Inputs.Read(parse, DateTimeOffset.UtcNow, problems);
        Bounded(parse.GetValue(_memory), 16, 1 << 20, "--memory", problems);
        Bounded(parse.GetValue(_shards), 1, 256, "--shards", problems);
        Bounded(parse.GetValue(_batch), 1, 100_000, "--batch", problems);
        return new HuntOptions
        {
            Tables = inputs.Tables,
            Sources = inputs.Sources.For,
            NowMs = inputs.NowMs,
            Quarantine = inputs.Quarantine,
            SinceMs = InputOptions.Time(parse.GetValue(_since), "--since", problems),
            UntilMs = InputOptions.Time(parse.GetValue(_until), "--until", problems),
            SortBytes = (long)parse.GetValue(_memory) << 20,
            TempFolder = parse.GetValue(_temp) ?? Path.GetTempPath(),
            Shards = parse.GetValue(_shards),
            Batch = parse.GetValue(_batch),
            All = parse.GetValue(_all),
        };
    }

    public OutputChoice Output(ParseResult parse, ICollection<string> problems)
    {
        var json = parse.GetValue(_json);
        if (json is null && parse.GetValue(CommonOptions.Output) == "json") json = "-";
        return new OutputChoice(
            json,
            parse.GetValue(_report),
            parse.GetValue(_links),
            Level(parse.GetValue(_minLevel), "--min-level", problems),
            Level(parse.GetValue(_failOn), "--fail-on", problems),
            parse.GetValue(CommonOptions.Quiet));
    }

    private static string? Level(string? text, string option, ICollection<string> problems)
    {
        if (text is null || LevelNames.Contains(text)) return text;
        problems.Add($"{option} '{text}': expected one of {string.Join(", ", LevelNames)}");
        return null;
    }

    private static void Bounded(int value, int least, int most, string option, ICollection<string> problems)
    {
        if (value < least || value > most) problems.Add($"{option} {value}: expected {least} to {most}");
    }
}

/// <summary>Where the result of a hunt goes.</summary>
internal sealed record OutputChoice(string? Json, string? Report, string? Links, string? MinLevel, string? FailOn, bool Quiet);
