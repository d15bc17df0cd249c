using Streams.Runtime.Actors;
using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>One raw record on its way to a source partition; garbage has no line.</summary>
internal sealed record Arrival(long At, int Source, byte[] Bytes, OktaLine? Line);

/// <summary>
/// When and through which source partition the events of a town arrive: late within the bound, some twice, some
/// garbage between; the last partition joins later, others fall silent for days and come back.
/// </summary>
internal sealed class Arrivals
{
    public const int DelayMaxMs = 60 * 60_000;
    private const long HourMs = 3_600_000;
    private readonly SeededRandom _random;
    private readonly int _sources;
    private readonly List<(int Source, long From, long To)> _silent = [];

    public Arrivals(Town town, SeededRandom random, int sources, bool duplicates)
    {
        _random = random;
        _sources = sources;
        var first = town.Lines[0].Time;
        var span = town.Lines[^1].Time - first;
        JoinsAt = first + (long)(span * (0.1 + 0.4 * random.NextDouble()));
        for (var i = 0; i < 3; i++)
        {
            var from = first + (long)(span * random.NextDouble());
            _silent.Add((1 + random.Next(sources - 1), from, from + (6 + random.Next(60)) * HourMs));
        }

        var all = new List<Arrival>();
        foreach (var line in town.Lines)
        {
            all.Add(Of(line));
            if (duplicates && random.Next(20) == 0) all.Add(Of(line));
            if (random.Next(40) == 0) all.Add(Garbage(line.Time));
        }

        InOrder = [.. all.Select((a, i) => (a, i)).OrderBy(a => a.a.At).ThenBy(a => a.i).Select(a => a.a)];
    }

    /// <summary>When the last source begins.</summary>
    public long JoinsAt { get; }

    public IReadOnlyList<Arrival> InOrder { get; }

    private Arrival Of(OktaLine line)
    {
        var at = line.Time + _random.Next(DelayMaxMs);
        return new Arrival(at, Source(at), line.ToBytes(), line);
    }

    private Arrival Garbage(long time)
    {
        var at = time + _random.Next(DelayMaxMs);
        var bytes = new byte[1 + _random.Next(80)];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(128 + _random.Next(128));
        return new Arrival(at, Source(at), bytes, null);
    }

    private int Source(long at)
    {
        while (true)
        {
            var source = _random.Next(_sources);
            if (source == _sources - 1 && at < JoinsAt) continue;
            if (!_silent.Any(s => s.Source == source && at >= s.From && at < s.To)) return source;
        }
    }
}
