using System.CommandLine;
using System.Globalization;
using Streams.Core.Enrichment;

namespace Streams.Cli.Inputs;

/// <summary>The recognition and table options that <c>hunt</c>, <c>decode</c> and <c>explain</c> share.</summary>
internal sealed class InputOptions
{
    public Argument<string[]> Paths { get; } = new("PATH")
    {
        Description = "Files, folders, globs or - of raw logs (plain, .gz, .zip)",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _geo = new("--geo")
    {
        Description = "MaxMind database or folder of them (City, Country, ASN, Connection-Type, Anonymous-IP, Anonymous-Plus); repeatable",
        HelpName = "FILE|DIR",
    };

    private readonly Option<string?> _networks = new("--networks") { Description = "Places and classes of networks", HelpName = "CSV" };

    private readonly Option<string?> _directory = new("--directory") { Description = "Declared facts of accounts", HelpName = "CSV" };

    private readonly Option<string?> _watchlist = new("--watchlist")
    {
        Description = "Listed emails, domains, addresses, wallets, keys, names (default: the shipped list)",
        HelpName = "CSV",
    };

    private readonly Option<string?> _allow = new("--allow") { Description = "What a person decided is fine", HelpName = "CSV" };

    private readonly Option<string[]> _source = new("--source")
    {
        Description = "How to read the paths that match: GLOB=FORMAT[,zone=Europe/Berlin][,domain=corp.example]; repeatable",
        HelpName = "RULE",
    };

    private readonly Option<string?> _now = new("--now")
    {
        Description = "When the records were received: times more than a day ahead are implausible (default: now)",
        HelpName = "TIME",
    };

    private readonly Option<string?> _quarantine = new("--quarantine")
    {
        Description = "Where records that were not understood go, with reason and bytes",
        HelpName = "FILE",
    };

    public void AddTo(Command command, bool paths = true)
    {
        if (paths) command.Arguments.Add(Paths);
        foreach (var option in new Option[] { _geo, _networks, _directory, _watchlist, _allow, _source, _now,
            _quarantine }) command.Options.Add(option);
    }

    public Inputs Read(ParseResult parse, DateTimeOffset start, ICollection<string> problems)
    {
        var now = Time(parse.GetValue(_now), "--now", problems) ?? start.ToUnixTimeMilliseconds();
        var arguments = new TableArguments(
            parse.GetValue(_geo) ?? [], parse.GetValue(_networks), parse.GetValue(_directory),
                parse.GetValue(_watchlist), parse.GetValue(_allow));
        return new Inputs(
            TableFiles.Load(arguments, problems),
            SourceRules.Parse(parse.GetValue(_source) ?? [], now, problems),
            now,
            parse.GetValue(_quarantine));
    }

    /// <summary>An RFC 3339 time or a date; what has no zone is UTC.</summary>
    public static long? Time(string? text, string option, ICollection<string> problems)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out var time)) return time.ToUnixTimeMilliseconds();
        problems.Add($"{option} '{text}': not a time; expected for example 2026-03-01 or 2026-03-01T09:30:00Z");
        return null;
    }
}

/// <summary>Tables and rules, read and checked.</summary>
internal sealed record Inputs(Tables Tables, SourceRules Sources, long NowMs, string? Quarantine);
