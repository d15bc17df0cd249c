using System.Globalization;

namespace Streams.Cli.Configuration.Reading;

/// <summary>One text as one value, with its bounds.</summary>
internal sealed class ScalarBinder(ICollection<ConfigurationProblem> problems)
{
    private const int ShownMax = 80;

    public Bound? Bind(Type type, SettingAttribute about, ScalarNode node, string path)
    {
        if (Parse(type, about, node) is { } value) return new Bound(value);
        problems.Add(new ConfigurationProblem(path, Shown(about, node.Text!), Allowed(type, about),
            Hint(type, about, node.Text!), node.Origin.Where));
        return null;
    }

    public static string Allowed(Type type, SettingAttribute about)
    {
        if (about.OneOf.Length > 0) return $"one of {string.Join(", ", about.OneOf)}";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(string)) return SettingText.Allowed(about.As);
        Func<double, string> say = type == typeof(TimeSpan) ? ScalarText.Duration
            : about.As == SettingKind.Bytes ? ScalarText.Size
            : number => number.ToString("#,0.####", CultureInfo.InvariantCulture);
        var what = type == typeof(TimeSpan) ? "a duration such as 45s, 15m, 24h, 7d"
            : about.As == SettingKind.Bytes ? "a size such as 64MiB"
            : type == typeof(double) ? "a number" : "a whole number";
        var least = type == typeof(TimeSpan) ? Math.Max(0, about.Least) : about.Least;
        return (double.IsFinite(least), double.IsFinite(about.Most)) switch
        {
            (true, true) => $"{what}, {say(least)} to {say(about.Most)}",
            (true, false) => $"{what}, at least {say(least)}",
            (false, true) => $"{what}, at most {say(about.Most)}",
            _ => what,
        };
    }

    private static object? Parse(Type type, SettingAttribute about, ScalarNode node)
    {
        var text = node.Text!;
        if (type == typeof(string)) return Text(about, node);
        if (type == typeof(bool)) return text switch { "true" => true, "false" => false, _ => null };
        if (type == typeof(TimeSpan))
            return ScalarText.TryDuration(text, out var span) && IsWithin(span.TotalSeconds, about) ? span : null;
        if (type == typeof(double))
            return ScalarText.TryNumber(text, out var number) && IsWithin(number, about) ? number : null;
        var isWhole = about.As == SettingKind.Bytes
            ? ScalarText.TrySize(text, out var whole)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);
        if (!isWhole || !IsWithin(whole, about)) return null;
        if (type == typeof(int)) return whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null;
        if (type == typeof(uint)) return whole is >= 0 and <= uint.MaxValue ? (uint)whole : null;
        return whole;
    }

    private static string? Text(SettingAttribute about, ScalarNode node)
    {
        var text = node.Text!;
        if (about.OneOf.Length > 0) return about.OneOf.Contains(text) ? text : null;
        if (!SettingText.Fits(about.As, text)) return null;
        var isPath = about.As is SettingKind.File or SettingKind.SecretFile;
        return isPath ? Path.GetFullPath(text, node.Origin.Folder) : text;
    }

    private static bool IsWithin(double value, SettingAttribute about) => value >= about.Least && value <= about.Most;

    private static string? Hint(Type type, SettingAttribute about, string text)
    {
        if (about.OneOf.Length > 0 && NearestName.Of(text, about.OneOf) is { } near) return $"did you mean {near}?";
        if (about.As == SettingKind.Format && NearestName.Of(text, SettingText.FormatNames) is { } format)
            return $"did you mean {format}?";
        if (type == typeof(TimeSpan) && ScalarText.TryNumber(text, out _)) return "say the unit";
        if (about.As == SettingKind.Url && text.Contains('@', StringComparison.Ordinal))
            return "credentials are given by file, never in an address";
        var isOtherWord = type == typeof(bool) && text.ToLowerInvariant() is "yes" or "no" or "on" or "off";
        return isOtherWord ? "YAML's other words for it are not taken" : null;
    }

    /// <summary>What may hold a secret is not shown, not even where it stands in the wrong place.</summary>
    private static string Shown(SettingAttribute about, string text)
    {
        if (about.As is SettingKind.SecretFile or SettingKind.SecretUrl) return "something else (not shown)";
        var at = text.LastIndexOf('@');
        if (about.As == SettingKind.Url && at >= 0) text = string.Concat("…", text.AsSpan(at));
        var plain = new string([.. text.Select(c => char.IsControl(c) ? '·' : c)]);
        return plain.Length <= ShownMax ? $"'{plain}'" : $"'{plain[..ShownMax]}…'";
    }
}
