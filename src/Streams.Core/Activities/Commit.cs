namespace Streams.Core.Activities;

/// <summary>One commit of a push, a merge or a git log. Slices live as long as the record.</summary>
public struct Commit
{
    public Utf8Text Sha, AuthorName, AuthorEmail, CommitterName, CommitterEmail, Pusher, SigningKey, Message;

    /// <summary>
    /// What follows the first line of the message, where the source has it: wallets and agents' marks stand there.
    /// </summary>
    public Utf8Text Body;

    /// <summary>Co-authors' trailers, separated by 0x1D.</summary>
    public Utf8Text CoAuthors;

    /// <summary>Unix milliseconds; <see cref="Activity.NoTime"/> where the source has none.</summary>
    public long AuthorTime, CommitterTime;

    /// <summary>
    /// Minutes east of UTC; <see cref="Activity.NoOffset"/> where unknown, which is not the same as +00:00.
    /// </summary>
    public short AuthorOffset, CommitterOffset;

    /// <summary>Files touched and lines changed; −1 where the source does not say.</summary>
    public int Files, Added, Deleted;

    public bool IsMerge;

    public static Commit Empty => new()
    {
        AuthorTime = Activity.NoTime,
        CommitterTime = Activity.NoTime,
        AuthorOffset = Activity.NoOffset,
        CommitterOffset = Activity.NoOffset,
        Files = -1,
        Added = -1,
        Deleted = -1,
    };
}
