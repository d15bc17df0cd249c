using System.Buffers.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// <c>git log</c> with the field separators of the documented command: one record a commit, numstat rows behind it.
/// Author and dates are self-declared. Event time is the committer's; whether it counts as presence is decided where
/// author and committer are compared.
/// </summary>
internal sealed class GitLogFormat : Format
{
    private const byte FieldEnd = 0x1F;

    // Positions up to the committer's date; behind it the signature fields may be left out.
    private const int Repo = 0, Sha = 1, Parents = 2, AuthorName = 3, AuthorEmail = 4, AuthorDate = 5;
    private const int CommitterName = 6, CommitterEmail = 7, CommitterDate = 8, Signature = 9;
    private const int FieldsMin = 12, FieldsMax = 14;

    public override string Name => "git-log";

    public override RecordShape Shape => RecordShape.GitLog;

    public override bool MayBe(ReadOnlySpan<byte> record) => record.Count(FieldEnd) >= FieldsMin - 1;

    public override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity)
    {
        var span = record.Span;
        var start = span[0] == 0x1E ? 1 : 0;
        var end = span.IndexOf((byte)'\n');
        if (end < 0) end = span.Length;
        Span<Range> ranges = stackalloc Range[FieldsMax];
        var count = Split(span[start..end], ranges);
        if (count < FieldsMin)
        {
            return DecodeResult.Quarantined(
                $"a git log record of {count} fields, expected {FieldsMin} to {FieldsMax} separated by 0x1F");
        }

        var fields = new Fields(record, start, end - start, ranges[..count]);
        if (!IsSha(fields[Sha].Span)) return DecodeResult.Quarantined("field 2 of a git log record is no commit id");

        ref var commit = ref activity.AddCommit();
        if (!CommitText.TryTime(fields[CommitterDate], out commit.CommitterTime, out commit.CommitterOffset))
        {
            return DecodeResult.Quarantined(
                "field 9 of a git log record, the committer's date, is no ISO 8601 time with an offset");
        }

        CommitText.TryTime(fields[AuthorDate], out commit.AuthorTime, out commit.AuthorOffset);
        commit.Sha = fields[Sha];
        commit.IsMerge = fields[Parents].Span.IndexOf((byte)' ') > 0;
        commit.AuthorName = fields[AuthorName];
        commit.AuthorEmail = CommitText.Lower(fields[AuthorEmail], scratch);
        commit.CommitterName = fields[CommitterName];
        commit.CommitterEmail = CommitText.Lower(fields[CommitterEmail], scratch);
        SetRest(ref commit, fields, count);
        SetNumstat(ref commit, span[end..]);
        SetActivity(activity, commit, fields, scratch);
        return DecodeResult.Decoded;
    }

    private static void SetActivity(Activity activity, in Commit commit, in Fields fields, DecodeScratch scratch)
    {
        activity.Kind = ActivityKind.CodeCommit;
        activity.Outcome = Outcome.Success;
        activity.Time = commit.CommitterTime;
        activity.TimeOffset = commit.CommitterOffset;
        activity[TextField.EventId] = commit.Sha;
        activity[TextField.Repo] = fields[Repo];
        activity[TextField.DisplayName] = AccountText.Clean(commit.AuthorName);
        activity[TextField.Key] = commit.SigningKey;
        ForgeAccount.SetEmail(activity, commit.AuthorEmail, scratch);
        activity.AccountType = CommitMarks.TypeOf(commit.AuthorEmail.Span);
        if (CommitMarks.IsBot(commit.AuthorName.Span)) activity.AccountType = AccountType.Bot;
    }

    private static void SetRest(ref Commit commit, in Fields fields, int count)
    {
        // %G? is one letter; without it, and %GK, refs follow the date at once. A subject may hold separators of its
        // own.
        var state = fields[Signature].Length == 1 && count > FieldsMin ? fields[Signature].Span[0] : (byte)0;
        var signed = state != 0 && "GUXYREBN"u8.Contains(state);
        var refs = Signature + (signed ? count - FieldsMin : 0);

        // A key of the forge itself would make one person of all who ever clicked "merge".
        var isTheirs = state != 0 && "GUXYE"u8.Contains(state) && !CommitMarks.IsPlatformCommitter(commit);
        if (signed && isTheirs && count == FieldsMax) commit.SigningKey = AccountText.Clean(fields[Signature + 1]);
        commit.CoAuthors = fields[refs + 1];
        commit.Message = CommitText.Subject(fields.From(refs + 2));
    }

    private static void SetNumstat(ref Commit commit, ReadOnlySpan<byte> rows)
    {
        long files = 0, added = 0, deleted = 0;
        while (!rows.IsEmpty)
        {
            var end = rows.IndexOf((byte)'\n');
            var row = end < 0 ? rows : rows[..end];
            rows = end < 0 ? default : rows[(end + 1)..];
            var tab = row.IndexOf((byte)'\t');
            if (tab <= 0 || row[(tab + 1)..].IndexOf((byte)'\t') is var second && second <= 0) continue;
            files++;

            // A binary file has dashes instead of counts.
            if (Utf8Parser.TryParse(row, out int plus, out var used) && used == tab && plus > 0) added += plus;
            row = row[(tab + 1)..];
            if (Utf8Parser.TryParse(row, out int minus, out used) && row[used] == '\t' && minus > 0) deleted += minus;
        }

        commit.Files = (int)Math.Min(files, int.MaxValue);
        commit.Added = (int)Math.Min(added, int.MaxValue);
        commit.Deleted = (int)Math.Min(deleted, int.MaxValue);
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> ranges)
    {
        int count = 0, from = 0;
        while (true)
        {
            var next = count == ranges.Length - 1 ? -1 : line[from..].IndexOf(FieldEnd);
            ranges[count++] = next < 0 ? new Range(from, line.Length) : new Range(from, from + next);
            if (next < 0) return count;
            from += next + 1;
        }
    }

    private static bool IsSha(ReadOnlySpan<byte> text)
    {
        if (text.Length is not (40 or 64)) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit((char)c)) return false;
        }

        return true;
    }

    private readonly ref struct Fields(in RawRecord record, int start, int length, Span<Range> ranges)
    {
        private readonly RawRecord _record = record;
        private readonly Span<Range> _ranges = ranges;

        public Utf8Text this[int index]
        {
            get
            {
                var (from, size) = _ranges[index].GetOffsetAndLength(length);
                return size == 0 ? default : _record.Text(start + from, size);
            }
        }

        /// <summary>This field and all behind it.</summary>
        public Utf8Text From(int index)
        {
            var from = _ranges[index].Start.Value;
            return from == length ? default : _record.Text(start + from, length - from);
        }
    }
}
