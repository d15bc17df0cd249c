namespace Streams.Acceptance.Service;

internal static class Outcomes
{
    /// <summary>Accounts, findings and rings are the same text; where not, the first difference is shown.</summary>
    public static void ShouldEqual(this HuntOutcome found, HuntOutcome expected)
    {
        if (found.Comparable == expected.Comparable) return;
        File.WriteAllText(Path.Combine(Path.GetTempPath(), "streams-found.json"), found.Comparable);
        File.WriteAllText(Path.Combine(Path.GetTempPath(), "streams-expected.json"), expected.Comparable);
        var (mine, theirs) = (found.Comparable.Split('\n'), expected.Comparable.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(mine.Length, theirs.Length)).FirstOrDefault(i => mine[i] != theirs[i]);
        string Around(string[] lines) => string.Join('\n', lines.Skip(Math.Max(0, at - 12)).Take(24));
        Assert.Fail($"line {at} differs, {mine.Length} lines against {theirs.Length}\nfound:\n{Around(mine)}\nexpected:\n{Around(theirs)}");
    }

    public static string LastEvent(this HuntOutcome outcome) => (string)outcome.Root["totals"]!["last_event"]!;
}
