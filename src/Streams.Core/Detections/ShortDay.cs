namespace Streams.Core.Detections;

/// <summary>
/// A UTC day since 1970 in two bytes, for states that keep many: 0 is none, and the clock stands still in 2149.
/// </summary>
public readonly struct ShortDay(int day)
{
    private readonly ushort _value = (ushort)Math.Clamp(day, 0, ushort.MaxValue);

    public static implicit operator int(ShortDay day) => day._value;

    public static implicit operator ShortDay(int day) => new(day);
}
