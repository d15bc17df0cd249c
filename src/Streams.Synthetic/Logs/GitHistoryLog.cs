using System.Text;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>
/// `git log` with the separators of formats.md §7, of the repositories that are exported besides the hooks: the same
/// commits again,
/// with both dates and the numbers of lines.
/// </summary>
internal sealed class GitHistoryLog : TextLog
{
    public override string Format => "git-log";

    public override string Stem => "logs/git/history";

    public override string Extension => "gitlog";

    public override bool Takes(Happening happening) => happening.Push is { } push && IsExported(push.Repo);

    private static bool IsExported(string repo) => repo.EndsWith("-ledger", StringComparison.Ordinal) || repo.EndsWith("-infra", StringComparison.Ordinal);

    public override void Write(Happening happening, RecordSink sink)
    {
        foreach (var commit in happening.Push!.Commits)
        {
            var dice = Dice.For(happening.Id, 0x617106, (ulong)commit.Files);
            var text = new StringBuilder("\x1e");
            text.AppendJoin('\x1f',
                happening.Push.Repo, commit.Sha, commit.Parent, commit.Author, commit.AuthorEmail,
                    WithOffset(commit.AuthorTime, commit.AuthorOffset),
                commit.Committer, commit.CommitterEmail, WithOffset(commit.CommitTime, commit.CommitOffset),
                "N", "", "", commit.CoAuthor ?? "", commit.Subject);
            text.Append("\n\n");
            for (var i = 0; i < commit.Files; i++)
            {
                if (i > 0) text.Append('\n');
                text.Append(dice.Below(90)).Append('\t').Append(dice.Below(40)).Append($"\tsrc/part{i + 1}.cs");
            }

            Line(sink, text.ToString());
        }
    }
}
