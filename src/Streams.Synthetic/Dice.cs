namespace Streams.Synthetic;

/// <summary>
/// A small generator of its own (SplitMix64): the sequence of System.Random may change between releases, and a seed
/// must give the
/// same bytes for ever. No transcendental functions, whose last digit differs between machines.
/// </summary>
public struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>
    /// An independent sequence for a subject: the order in which subjects are generated does not matter.
    /// </summary>
    public static Dice For(ulong seed, ulong subject, ulong occasion = 0) =>
        new(Scramble(unchecked(Scramble(unchecked(seed + 0x9E3779B97F4A7C15)) ^ Scramble(unchecked(subject * 0xD1342543DE82EF95 + 1))
            ^ Scramble(unchecked(occasion * 0xA0761D6478BD642F + 2)))));

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            return Scramble(_state);
        }
    }

    /// <summary>0 ≤ result &lt; <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>0 ≤ result &lt; 1, 53 bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Mean 0, deviation 1, within ±3.5: the sum of twelve uniforms.</summary>
    public double Bell()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Unit();
        return Math.Clamp(sum, -3.5, 3.5);
    }

    /// <summary>A count with this mean, spread like a Poisson one (sixteen trials).</summary>
    public int Count(double mean)
    {
        var count = 0;
        for (var i = 0; i < 16; i++)
            if (Chance(mean / 16)) count++;
        return count;
    }

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public string Hex(int digits)
    {
        Span<char> text = stackalloc char[digits];
        var bits = 0UL;
        for (var i = 0; i < digits; i++)
        {
            if (i % 16 == 0) bits = Next();
            text[i] = "0123456789abcdef"[(int)(bits & 15)];
            bits >>= 4;
        }

        return new string(text);
    }

    /// <summary>Letters and digits, as in vendors' opaque ids.</summary>
    public string Opaque(int length)
    {
        const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789";
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++) text[i] = Alphabet[Below(Alphabet.Length)];
        return new string(text);
    }

    public string Uuid()
    {
        var hex = Hex(32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    private static ulong Scramble(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
