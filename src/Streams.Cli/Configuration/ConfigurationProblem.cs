namespace Streams.Cli.Configuration;

/// <summary>
/// Something in the configuration that cannot be used: where, what was found, what is allowed, what to do. What may be
/// a secret is never in it.
/// </summary>
/// <param name="Path">The setting, <c>kafka.security.protocol</c> or <c>sources[2].format</c>.</param>
/// <param name="Found">What was there; null where nothing was, or where it must not be shown.</param>
/// <param name="Origin">File and line, environment variable or flag.</param>
internal sealed record ConfigurationProblem(string Path, string? Found, string Allowed, string? Hint = null,
    string? Origin = null)
{
    public override string ToString()
    {
        var text = Origin is null ? "" : Origin + ": ";
        if (Path.Length > 0) text += Path + ": ";
        if (Found is not null) text += $"found {Found}, ";
        text += $"expected {Allowed}";
        return Hint is null ? text : $"{text}; {Hint}";
    }
}
