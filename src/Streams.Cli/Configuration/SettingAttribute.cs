namespace Streams.Cli.Configuration;

/// <summary>What a text must be beyond a text.</summary>
internal enum SettingKind
{
    Plain, Name, IndexName, HostPort, Url, SecretUrl, File, SecretFile, Bytes, TimeZone, Format, Domain, Network,
    TimeOfDay, Time,
}

/// <summary>
/// One setting: what it is for, and what it may be. Bounds are of a number, of a duration in seconds, of a size in
/// bytes, of a list's length (of its members where they are numbers).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string about) : Attribute
{
    public string About { get; } = about;

    public SettingKind As { get; init; }

    public double Least { get; init; } = double.NegativeInfinity;

    public double Most { get; init; } = double.PositiveInfinity;

    public string[] OneOf { get; init; } = [];
}
