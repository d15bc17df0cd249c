using Streams.Core.Activities;

namespace Streams.Core.Scoring;

/// <summary>
/// When an account used a device, to the minute, and from which public line: what tells a host that serves several
/// people at once from a laptop that is handed on. A bounded sample: of all uses those whose half hour has the lowest
/// rank, and half hours rank alike for every account, so that the samples of accounts that often meet do meet. Up to
/// <see cref="Max"/> uses it is all of them. A union is commutative and idempotent, so order and repeats of what is
/// told do not matter.
/// </summary>
public readonly struct DeviceUses : IEquatable<DeviceUses>
{
    public const int Max = 16;

    private const int RankMinutes = 30;

    /// <summary>By rank, then by value.</summary>
    private readonly ulong[]? _uses;

    private DeviceUses(ulong[] uses) => _uses = uses;

    public int Count => _uses?.Length ?? 0;

    public ulong this[int index] => _uses![index];

    /// <summary>A minute and a line as one number, the later the greater; 0 stands for no use.</summary>
    public static ulong UseAt(long time, IpAddress ip)
    {
        var line = ip.Line;
        unchecked
        {
            var hash = (uint)Mix(line.Hi ^ Mix(line.Lo));
            // The lowest bit is the family: IPv4 and IPv6 of one line differ and are no two lines.
            return (ulong)(uint)(time / 60_000) << 32 | (hash & ~1u) | (line.IsV4 ? 1u : 0);
        }
    }

    /// <summary>Minutes since 1970.</summary>
    public static uint MinuteOf(ulong use) => (uint)(use >> 32);

    /// <summary>
    /// Of what is above a level nothing stays in a sample that has <see cref="Max"/> uses below it. Level 0 holds all,
    /// each next one half.
    /// </summary>
    public static bool IsBelow(ulong use, int level) => level == 0 || RankOf(use) >> (64 - level) == 0;

    public static DeviceUses Just(ulong use) => use == 0 ? default : new DeviceUses([use]);

    public static DeviceUses Of(ReadOnlySpan<ulong> uses)
    {
        DeviceUses all = default;
        foreach (var use in uses) all = all.Union(Just(use));
        return all;
    }

    /// <summary>The same object where one of the two holds all of the other.</summary>
    public DeviceUses Union(DeviceUses other)
    {
        if (other._uses is null || ReferenceEquals(_uses, other._uses)) return this;
        if (_uses is null) return other;
        Span<ulong> union = stackalloc ulong[Max];
        int count = 0, i = 0, j = 0;
        while (count < Max && (i < _uses.Length || j < other._uses.Length))
        {
            var order = i == _uses.Length ? 1 : j == other._uses.Length ? -1 : Compare(_uses[i], other._uses[j]);
            union[count++] = order <= 0 ? _uses[i++] : other._uses[j++];
            if (order == 0) j++;
        }

        union = union[..count];
        return union.SequenceEqual(_uses) ? this : union.SequenceEqual(other._uses) ? other : new DeviceUses(union.ToArray());
    }

    /// <summary>Both used it inside so many minutes, from two lines of one family.</summary>
    public bool IsApart(DeviceUses other, int minutes)
    {
        foreach (var a in _uses ?? [])
            foreach (var b in other._uses ?? [])
                if (Math.Abs((long)MinuteOf(a) - MinuteOf(b)) <= minutes && ((a ^ b) & 1) == 0
                    && ((a ^ b) & uint.MaxValue) != 0)
                    return true;
        return false;
    }

    public bool Equals(DeviceUses other) => (_uses ?? []).AsSpan().SequenceEqual(other._uses ?? []);

    public override bool Equals(object? obj) => obj is DeviceUses other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Count, Count > 0 ? this[0] : 0);

    private static int Compare(ulong a, ulong b)
    {
        var order = RankOf(a).CompareTo(RankOf(b));
        return order != 0 ? order : a.CompareTo(b);
    }

    private static ulong RankOf(ulong use) => Mix(MinuteOf(use) / RankMinutes);

    /// <summary>SplitMix64's finaliser: neighbours come out far apart.</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E37_79B9_7F4A_7C15;
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
            return value ^ (value >> 31);
        }
    }
}
