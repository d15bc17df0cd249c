using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>
/// The human clock (detections.md §3 rule 2): which events show a person at work, and which only a machine that is
/// switched on.
/// </summary>
public static class Presence
{
    /// <summary>
    /// A VPN start this long after a proof is the person's; later it is a reconnect. A webhook and an audit log of one
    /// push differ by less.
    /// </summary>
    public const long NearMs = 120_000;

    private const double QuietAgentShare = 0.05;

    /// <summary>Somebody acted, whoever the account stands for.</summary>
    public static bool IsInteractive(AccountStep step, in AccountProfile profile)
    {
        var activity = step.Activity;
        if (activity.AccountType != AccountType.Person || activity.Interactive == false) return false;
        return activity.Kind switch
        {
            ActivityKind.SsoLogin or ActivityKind.SsoFactor => activity.Outcome == Outcome.Success,
            ActivityKind.SsoApp => activity.Outcome is Outcome.Success or Outcome.Unknown,
            ActivityKind.VpnStart =>
                activity.Outcome != Outcome.Failure && IsNear(activity.Time, profile.Vpn.CredentialProof),
            ActivityKind.CodePush => activity.Outcome != Outcome.Failure && IsPushed(step, profile),
            ActivityKind.CodeCommit => step.FirstSeenCommits && !step.AlreadyPushed && HasTimedCommit(activity),
            _ => false,
        };
    }

    /// <summary>
    /// What a record alone tells of it; null where that needs what came before: a VPN start its proof, an audit log's
    /// push its webhook.
    /// </summary>
    public static bool? OfRecord(Activity activity)
    {
        if (activity.AccountType != AccountType.Person || activity.Interactive == false) return false;
        return activity.Kind switch
        {
            ActivityKind.SsoLogin or ActivityKind.SsoFactor => activity.Outcome == Outcome.Success,
            ActivityKind.SsoApp => activity.Outcome is Outcome.Success or Outcome.Unknown,
            ActivityKind.VpnStart => activity.Outcome == Outcome.Failure ? false : null,
            ActivityKind.CodePush when activity.CommitCount == 0 => null,
            ActivityKind.CodePush => HasHumanCommit(activity)
                && (activity.TimeQuality != TimeQuality.Received || HasTimedCommit(activity)),
            ActivityKind.CodeCommit => HasTimedCommit(activity),
            _ => false,
        };
    }

    /// <summary>
    /// The event proves a credential or a second factor: what makes a VPN start within two minutes a person's.
    /// </summary>
    public static bool IsProof(Activity activity)
    {
        if (activity.Outcome != Outcome.Success || activity.Interactive == false) return false;
        return activity.Kind switch
        {
            ActivityKind.SsoLogin or ActivityKind.SsoFactor => true,
            // A cookie or a machine's certificate is shown again by the client itself.
            ActivityKind.VpnAuth => !Words.Contains(activity[TextField.Mfa].Span, "cookie"u8)
                && !Words.Contains(activity[TextField.Mfa].Span, "certificate"u8),
            _ => false,
        };
    }

    public static bool TellsPlace(AccountStep step)
    {
        if (step.IsInteractive) return true;
        var activity = step.Activity;
        return activity.Interactive != false && activity.Kind switch
        {
            ActivityKind.VpnAuth => activity.Outcome == Outcome.Success,
            ActivityKind.VpnStart or ActivityKind.VpnResume => activity.Outcome is Outcome.Success or Outcome.Unknown,
            _ => false,
        };
    }

    private static bool IsPushed(AccountStep step, in AccountProfile profile)
    {
        var activity = step.Activity;
        if (Authorship.IsAgentClient(activity)) return false;
        if (activity.CommitCount == 0) return IsAuditPresence(step, profile);
        if (!step.FirstSeenCommits || step.AgentCommits == activity.CommitCount) return false;

        // Without a server's time there is only the committer's, and only where the author committed.
        return activity.TimeQuality != TimeQuality.Received || HasTimedCommit(activity);
    }

    /// <summary>
    /// A push that only an audit log knows. Where the webhook's push is at hand its commits decide; else the account's
    /// habit does, and
    /// an account without any known commit is taken for a person.
    /// </summary>
    private static bool IsAuditPresence(AccountStep step, in AccountProfile profile)
    {
        var activity = step.Activity;
        if (profile.LastPushBy != 0 && profile.LastPushRepo == RepoOf(activity)
            && IsNear(activity.Time, profile.LastPushTime))
            return profile.LastPushBy == 1;
        return profile.AgentShare(step.Day) < QuietAgentShare;
    }

    public static ulong RepoOf(Activity activity) => Key128.OfFolded(activity[TextField.Repo].Span).Lo;

    private static bool HasHumanCommit(Activity activity)
    {
        foreach (ref readonly var commit in activity.Commits)
            if (!Authorship.IsAgent(commit)) return true;
        return false;
    }

    private static bool HasTimedCommit(Activity activity)
    {
        foreach (ref readonly var commit in activity.Commits)
        {
            if (commit.CommitterTime == Activity.NoTime || !IsNear(Math.Max(activity.Time, commit.CommitterTime),
                Math.Min(activity.Time, commit.CommitterTime))) continue;
            if (Authorship.AuthorCommitted(commit, activity) && !Authorship.IsAgent(commit)) return true;
        }

        return false;
    }

    private static bool IsNear(long time, long before) => before != 0 && time >= before && time - before <= NearMs;
}
