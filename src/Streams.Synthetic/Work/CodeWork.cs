using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>Code: commits through the day, pushed some minutes later; an editor that fetches at all hours.</summary>
internal static class CodeWork
{
    private static readonly string[] Verbs = ["Fix", "Add", "Refactor", "Remove", "Speed up", "Document", "Test", "Rename", "Handle", "Simplify"];
    private static readonly string[] Things =
        ["invoice import", "retry policy", "login form", "cache key", "date parsing", "error page", "build script", "schema check", "export job", "rate limit", "audit trail", "unit prices"];

    public static void Write(Diary diary, Hours times, Spot seen, Device laptop, double share)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var pushes = dice.Count(who.Pushes * share);
        for (var i = 0; i < pushes; i++) Push(diary, times.Busy(ref dice), times.Zone, seen, laptop, dice.Pick(who.Repos));
        var fetches = 1 + dice.Count(1.8);
        for (var i = 0; i < fetches; i++)
            diary.Code(times.Busy(ref dice), Deed.Fetch, seen, laptop, dice.Pick(who.Repos));
    }

    public static void Push(Diary diary, long time, Zone zone, Spot seen, Device laptop, string repo, string? message = null)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var count = 1 + dice.Count(0.8);
        var commits = new PushedCommit[count];
        var rebased = dice.Chance(who.Has(Quirk.Rebases) ? 0.6 : 0.08);
        var last = time - 8_000 - (long)(dice.Unit() * dice.Unit() * 1_500_000);
        var parent = dice.Hex(40);
        var before = parent;
        for (var i = count - 1; i >= 0; i--)
        {
            var authored = last;
            var committed = rebased ? (time - 15_000) / 1000 * 1000 : authored;
            // A rebase brings back work of days ago with its old author times.
            if (rebased && who.Has(Quirk.Rebases)) authored -= 86_400_000L * dice.Between(1, 12);
            commits[i] = Commit(ref dice, who, zone, authored, committed, i == 0 ? message : null);
            last -= 240_000 + dice.Below(2_400_000);
        }

        for (var i = 0; i < count; i++)
        {
            commits[i] = commits[i] with { Parent = parent };
            parent = commits[i].Sha;
        }

        var branch = dice.Chance(0.7) ? $"{who.First.ToLowerInvariant()}/{dice.Pick(Things).Replace(' ', '-')}" : "main";
        diary.Code(time, Deed.Push, seen, laptop, repo, new Push(repo, branch, rebased, before, commits));
    }

    /// <summary>
    /// A coding agent's push under the developer's login: its own committer, or a trailer that names it.
    /// </summary>
    public static void PushOfAgent(Diary diary, long time, Spot spot, string repo)
    {
        ref var dice = ref diary.Dice;
        var who = diary.Who;
        var commits = new PushedCommit[1 + dice.Below(3)];
        var before = dice.Hex(40);
        var parent = before;
        for (var i = 0; i < commits.Length; i++)
        {
            var at = time - 5_000 - (commits.Length - i) * 90_000L;
            var commit = Commit(ref dice, who, spot.Zone, at, at) with { Parent = parent };
            commits[i] = i % 2 == 0
                ? commit with { CoAuthor = "Claude <noreply@anthropic.com>" }
                : commit with { Committer = "copilot-swe-agent[bot]", CommitterEmail = "198982749+Copilot@users.noreply.github.com", CoAuthor = "Copilot <198982749+Copilot@users.noreply.github.com>" };
            parent = commits[i].Sha;
        }

        diary.Code(time, Deed.Push, spot, who.Laptop, repo, new Push(repo, $"agent/{dice.Hex(6)}", false, before, commits));
    }

    public static PushedCommit Commit(ref Dice dice, Account who, Zone zone, long authored, long committed, string? message = null)
    {
        authored = authored / 1000 * 1000;
        committed = committed / 1000 * 1000;
        var subject = message ?? $"{dice.Pick(Verbs)} {dice.Pick(Things)}";
        return new PushedCommit(
            dice.Hex(40), "", who.FullName, who.Email, authored, zone.OffsetAt(authored),
            who.FullName, who.Email, committed, zone.OffsetAt(committed), subject, null, 1 + dice.Below(4));
    }
}
