using System.Globalization;

namespace Streams.Core.Enrichment;

/// <summary>
/// Something in a reference table that cannot be used. <paramref name="Line"/> and <paramref name="Column"/> count from
/// 1;
/// <paramref name="Column"/> is the character of the line at which the cell starts.
/// </summary>
public sealed record TableProblem(string File, int Line, int Column, string Found, string Expected)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: found {Found}, expected {Expected}.");
}
