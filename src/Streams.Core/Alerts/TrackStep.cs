using System.Collections.Immutable;
using System.Globalization;

namespace Streams.Core.Alerts;

/// <summary>One step of one track.</summary>
/// <param name="subject">Whose.</param>
/// <param name="input">What is heard of it.</param>
/// <param name="policy">Settings.</param>
/// <param name="now">Log time.</param>
/// <param name="page">When the paging rule held last.</param>
/// <param name="low">When what is less than a page held last: an open alert stands on it.</param>
/// <param name="ownLow">When it did by what no other alert tells: only that opens one.</param>
/// <param name="lowDisposition">Ticket or review.</param>
/// <param name="said">Where alerts go.</param>
internal sealed class TrackStep(
    AlertSubject subject, AlertInput input, AlertPolicy policy, long now, long? page, long? low, long? ownLow, string lowDisposition,
    ImmutableArray<AlertDocument>.Builder said)
{
    /// <summary>Longer lists of what is new are counted.</summary>
    private const int NamedMax = 5;

    /// <summary>A tick after a long silence may owe an opening and its closing.</summary>
    private const int TransitionsMax = 4;

    private const int EarlierMax = 5;

    private readonly IReadOnlyList<string> _groups = input.GroupsFrom(policy.GroupPoints);

    public AlertTrack Run(AlertTrack track)
    {
        track = Heard(track with { QuietFrom = input.Standing?.QuietFrom });
        for (var i = 0; i < TransitionsMax; i++)
        {
            var before = said.Count;
            track = track.Open is null ? Closed(track) : Open(track, track.Open);
            if (said.Count == before) break;
        }

        return track;
    }

    private AlertTrack Heard(AlertTrack track)
    {
        if (input.Triage is not { } triage) return track;
        if (track.Open?.Id == triage.Alert && triage.Status == TriageStatus.Closed)
        {
            var reason = triage.Reason ?? TriageReason.Resolved;
            return Close(track, reason, "closed by a person: " + reason, now) with
            {
                After = now,
                Armed = !HoldsNow,
                Told = track.Told,
                Groups = track.Groups,
            };
        }

        // Opened again by a person: what holds may speak again, as another alert.
        var last = track.Earlier.IsEmpty ? null : track.Earlier[0].Id;
        return track.Open is null && last == triage.Alert && triage.Status == TriageStatus.Open
            ? track with { Armed = true, After = long.MinValue }
            : track;
    }

    private AlertTrack Closed(AlertTrack track)
    {
        if (!track.Armed)
            track = HoldsNow
                ? track with { Told = Math.Min(track.Told, input.OwnScore), Groups = [.. track.Groups.Intersect(_groups)] }
                : track with { Armed = true, After = now };
        var isReady = track.Armed || More(track) is not null;
        track = track with
        {
            PageSince = isReady && page > track.After ? track.PageSince ?? now : null,
            LowSince = isReady && (page > track.After || ownLow > track.After) ? track.LowSince ?? now : null,
            ChangeSince = null,
            GoneSince = null,
        };
        if (Settled(track.PageSince) is { } paged) return Open(track, Disposition.Page, "the paging rule holds", paged);

        // A page that waits decides first: one alert, not a ticket that is a page a second later.
        return track.PageSince is null && Settled(track.LowSince) is { } since
            ? Open(track, lowDisposition, IsReview ? "a name on a watchlist" : "at level high", since)
            : track;
    }

    private AlertTrack Open(AlertTrack track, AlertDocument open)
    {
        var isHeld = open.Disposition == Disposition.Page ? page > track.After : Holds(track.After);
        track = track with
        {
            GoneSince = isHeld ? null : track.GoneSince ?? now,
            PageSince = open.Disposition != Disposition.Page && page > track.After ? track.PageSince ?? now : null,
            ChangeSince = isHeld && !IsReview && More(track) is not null ? track.ChangeSince ?? now : null,
            LowSince = null,
        };
        if (Settled(track.GoneSince) is { } gone) return Withdraw(track, open, gone);
        if (!isHeld) return track;
        if (Settled(track.PageSince) is { } paged) return Update(track, open, Disposition.Page, "the paging rule holds", paged);
        // As above: a page that waits says what is new as well.
        if (track.PageSince is null && Settled(track.ChangeSince) is { } changed)
            return Update(track, open, open.Disposition, More(track)!, changed);
        if (open.Disposition == Disposition.Review || track.QuietFrom is not { } quiet) return track;
        var due = Math.Max(quiet, open.Opened) + policy.CloseAfterMs;
        return due > now
            ? track
            : Close(track, "decayed", $"at rest for {Text(policy.CloseAfter.TotalDays)} days", due) with
            {
                After = due,
                Armed = !HoldsNow,
                Told = input.OwnScore,
                Groups = [.. _groups],
            };
    }

    private AlertTrack Withdraw(AlertTrack track, AlertDocument open, long at)
    {
        var claimed = open.Reasons.Select(reason => reason.Finding).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var isAllowed = (input.Account?.Findings ?? [])
            .Any(finding => finding.Suppressed is not null && claimed.Contains(finding.Id));
        return Close(
            track, isAllowed ? "suppressed" : "withdrawn",
            isAllowed ? "the allow table covers what it rested on" : "what it rested on was withdrawn", at) with
        {
            Armed = true,
            Told = 0,
            Groups = [],
        };
    }

    private AlertTrack Open(AlertTrack track, string disposition, string cause, long at)
    {
        var episode = track.Episode + 1;
        var alert = AlertContent.Fill(
            new AlertDocument
            {
                Id = AlertIds.Of(subject, episode),
                Kind = "opened",
                Transition = 1,
                Status = "open",
                Disposition = disposition,
                OpenedAs = disposition,
                SubjectType = subject.Type == "ring" ? "ring" : "account",
                Episode = episode,
                Cause = cause,
                Opened = at,
                Updated = at,
                Earlier = track.Earlier,
            },
            input);
        return Say(track with { Episode = episode }, alert);
    }

    private AlertTrack Update(AlertTrack track, AlertDocument open, string disposition, string cause, long at)
    {
        var updated = open with
        {
            Kind = "updated",
            Transition = open.Transition + 1,
            Disposition = disposition,
            Cause = cause,
            Updated = Math.Max(at, open.Updated),
        };
        return Say(track, AlertContent.Fill(updated, input));
    }

    private AlertTrack Say(AlertTrack track, AlertDocument alert)
    {
        alert = alert with { ScorePaged = Math.Max(alert.ScorePaged, alert.Score) };
        said.Add(alert);
        return track with
        {
            Open = alert,
            PageSince = null,
            LowSince = null,
            ChangeSince = null,
            Told = Math.Max(track.Open is null ? 0 : track.Told, input.OwnScore),
            Groups = [.. (track.Open is null ? [] : track.Groups).Union(_groups).Order(StringComparer.Ordinal)],
        };
    }

    private AlertTrack Close(AlertTrack track, string reason, string cause, long at)
    {
        var open = track.Open!;
        var closed = open with
        {
            Kind = "closed",
            Status = "closed",
            Transition = open.Transition + 1,
            Cause = cause,
            CloseReason = reason,
            Closed = Math.Max(at, open.Updated),
            Updated = Math.Max(at, open.Updated),
            Score = input.Standing is null ? 0 : input.Score,
            Level = input.Level,
            // What had been claimed stays; the scores are those of now, all of them.
            ScoreWithoutContext = input.Standing is null ? 0 : input.OwnScore,
            ScoreWithoutTopReason = Math.Min(open.ScoreWithoutTopReason, input.Standing is null ? 0 : input.Score),
        };
        said.Add(closed);
        var earlier = new EarlierAlert(closed.Id, closed.Disposition, closed.Opened, closed.Closed.Value, reason);
        return track with
        {
            Open = null,
            PageSince = null,
            LowSince = null,
            ChangeSince = null,
            GoneSince = null,
            Earlier = [.. track.Earlier.Prepend(earlier).Take(EarlierMax)],
        };
    }

    /// <summary>Why there is more than was told, or null.</summary>
    private string? More(AlertTrack track)
    {
        var groups = _groups.Except(track.Groups).ToList();
        if (groups.Count > NamedMax) return $"new: {string.Join(", ", groups.Take(NamedMax))} and {groups.Count - NamedMax} more";
        if (groups.Count > 0) return "new: " + string.Join(", ", groups);
        return input.OwnScore >= track.Told + policy.RepageScore
            ? $"own score {Text(input.OwnScore)}, last told at {Text(track.Told)}"
            : null;
    }

    private bool IsReview => lowDisposition == Disposition.Review;

    private bool Holds(long after) => page > after || low > after;

    private bool HoldsNow => input.Standing is { } standing && (page == standing.AsOf || low == standing.AsOf);

    /// <summary>When what began then has held for long enough, or null.</summary>
    private long? Settled(long? since) => since + policy.SettleMs is { } due && due <= now ? due : null;

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
