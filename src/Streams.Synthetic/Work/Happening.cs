using Streams.Core.Activities;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

public enum Deed : byte
{
    VpnStart, VpnDenied, VpnResume, VpnHeartbeat, VpnEnd,
    Login, LoginDenied, Factor, App, Token, Logout, Enrol,
    Push, Fetch, Clone, Download,
}

/// <summary>Something that somebody did, before any vendor has written it down.</summary>
public sealed class Happening
{
    /// <summary>Unix ms UTC.</summary>
    public required long Time { get; init; }

    public required Deed Deed { get; init; }
    public required Account Who { get; init; }

    /// <summary>Unique in the company; every vendor's event ids grow from it.</summary>
    public required ulong Id { get; init; }

    /// <summary>Public address of the client.</summary>
    public IpAddress Ip { get; init; }

    /// <summary>Country that the vendor's own lookup names; null is left out.</summary>
    public Geography.City? Place { get; init; }

    public IpAddress VpnIp { get; init; }
    public IpAddress OldIp { get; init; }
    public Device? Device { get; init; }
    public string? Session { get; init; }
    public Authenticator? Factor { get; init; }
    public string? App { get; init; }

    /// <summary>A relay that Okta names in <c>debugData.tunnels</c>.</summary>
    public string? Relay { get; init; }

    /// <summary>Seconds since the session started.</summary>
    public int Duration { get; init; }

    /// <summary>The account's first proof of the session: a start without it is a reconnect after sleep.</summary>
    public bool Proven { get; init; } = true;

    public string? Repo { get; init; }
    public Push? Push { get; init; }

    /// <summary>The planted scheme shows in this.</summary>
    public bool Malicious { get; set; }

    /// <summary>When it reaches the log, if its collector held it back.</summary>
    public long? Arrival { get; set; }

    public long Written => Arrival ?? Time;
}

/// <summary>What went to the forge at once.</summary>
public sealed record Push(string Repo, string Branch, bool Forced, string Before, IReadOnlyList<PushedCommit> Commits);

/// <summary>Times in Unix ms with the offset, in minutes, that the author's machine had.</summary>
public sealed record PushedCommit(
    string Sha, string Parent, string Author, string AuthorEmail, long AuthorTime, int AuthorOffset,
    string Committer, string CommitterEmail, long CommitTime, int CommitOffset, string Subject, string? CoAuthor, int Files);
