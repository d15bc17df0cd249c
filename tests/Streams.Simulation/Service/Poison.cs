using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>
/// An event of which every copy ends the process that decodes it, or the one that steps it; null: there is none, and
/// owners are as cautious as if there were.
/// </summary>
internal sealed class Poison(OktaLine? line, bool isDecode)
{
    private readonly HashSet<(int Source, long Offset)> _copies = [];

    /// <summary>Events that are applied and left out.</summary>
    public int Skipped => line is not null && !isDecode ? 1 : 0;

    /// <summary>Events that are never decoded, and so never applied.</summary>
    public int Undecoded => line is not null && isDecode ? 1 : 0;

    public void Arrives(Arrival arrival, long offset)
    {
        if (line is not null && arrival.Line == line) _copies.Add((arrival.Source, offset));
    }

    public void Met(string what, int source, long offset)
    {
        if (what == (isDecode ? "decode" : "step") && _copies.Contains((source, offset))) throw new ProcessEndedException();
    }
}
