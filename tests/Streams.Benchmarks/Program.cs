using Streams.Benchmarks.Events;
using Streams.Benchmarks.Hunting;
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
    default:
        System.Console.Error.WriteLine("bench: expected all, events, state, hunt or walk FOLDER");
        return 2;
}
