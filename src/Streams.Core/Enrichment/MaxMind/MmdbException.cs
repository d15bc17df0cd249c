namespace Streams.Core.Enrichment.MaxMind;

/// <summary>
/// A database file that cannot be used, or a record in it that cannot be read: names the file, where, what was found
/// and expected.
/// </summary>
public sealed class MmdbException(string file, long offset, string found, string expected)
    : Exception(string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{file}: at byte {offset} found {found}, expected {expected}."))
{
    public string File { get; } = file;

    /// <summary>Byte in the file.</summary>
    public long Offset { get; } = offset;

    public string Found { get; } = found;

    public string Expected { get; } = expected;
}
