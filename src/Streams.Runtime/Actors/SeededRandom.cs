namespace Streams.Runtime.Actors;

/// <summary>
/// SplitMix64: a seed gives the same sequence on every version of the framework, unlike System.Random.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next64()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    public int Next(int below) => (int)(Next64() % (ulong)below);

    public double NextDouble() => (Next64() >> 11) * (1.0 / (1UL << 53));
}
