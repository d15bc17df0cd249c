using System.Globalization;
using Streams.Benchmarks.Events;
using Streams.Benchmarks.Hunting;
using Streams.Benchmarks.Service;
using Streams.Benchmarks.State;

// Figures are for reading, not for passing: a shared machine decides too much of them. Ratios to the bare walk travel
// best.
switch (args)
{
    case [] or ["all"]:
        EventBenchmark.Run();
        StateBenchmark.Run();
        return HuntBenchmark.Run();
    case ["events"]:
        EventBenchmark.Run();
        return 0;
    case ["profile", "decode" or "all", var format]:
        EventBenchmark.Repeat(args[1], format);
        return 0;
    case ["state"]:
        StateBenchmark.Run();
        return 0;
    case ["hunt"]:
        return HuntBenchmark.Run();
    case ["walk", var folder]:
        FileWalk.Run(folder);
        return 0;
    case ["pipeline", .. var rest] when rest.Length <= 2 && rest.All(text => int.TryParse(text, out var number) && number > 0):
        return PipelineBenchmark.Run(
            rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 5,
            rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 200_000);
    case ["restore", .. var rest] when rest.Length <= 1 && rest.All(text => int.TryParse(text, out var number) && number > 0):
        return RestoreBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 100_000);
    case ["accounts"]:
        AccountsBenchmark.Run();
        return 0;
    case ["consume", var bootstrap, var topic]:
        TopicWalk.Run(bootstrap, topic);
        return 0;
    default:
        System.Console.Error.WriteLine("bench: expected all, events, state, hunt, accounts, pipeline [PAIRS [RECORDS]], restore [ACCOUNTS] or walk FOLDER");
        return 2;
}
