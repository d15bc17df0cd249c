using Streams.Simulation.World;

namespace Streams.Simulation.Service;

/// <summary>An event of which every copy ends the process that decodes it, or the one that steps it.</summary>
internal sealed class Poison(OktaLine line, bool isDecode)
{
    private readonly HashSet<(int Source, long Offset)> _copies = [];

    public OktaLine Line => line;

    /// <summary>What is never decoded is never applied.</summary>
    public bool IsDecode => isDecode;

    public void Arrives(Arrival arrival, long offset)
    {
        if (arrival.Line == line) _copies.Add((arrival.Source, offset));
    }

    public void Met(string what, int source, long offset)
    {
        if (what == (isDecode ? "decode" : "step") && _copies.Contains((source, offset))) throw new ProcessEndedException();
    }
}
