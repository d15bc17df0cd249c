using System.Text;
using Streams.Core.Enrichment;

namespace Streams.Core.Activities;

/// <summary>
/// Whose work a commit is: a person's, a bot's, a service's, a coding agent's, or a click on the forge's own pages.
/// Marks go by addresses and by names that no person bears: there are people called Claude, Devin and Jules.
/// </summary>
public static class CommitMarks
{
    private const int NameBytesMax = 320;

    /// <summary>Written by coding agents as author, committer or co-author, 2024-2026.</summary>
    private static readonly byte[][] AgentAddresses = Bytes(
        "noreply@openai.com", "codex@openai.com", "copilot@github.com", "cursoragent@cursor.com",
        "agent@cursor.com", "aider@aider.chat", "noreply@aider.chat", "jules@google.com", "gemini-cli@google.com",
        "amp@ampcode.com", "noreply@opencode.ai", "agent@replit.com", "openhands@all-hands.dev",
        "qwen-coder@alibabacloud.com", "crush@charm.land", "agent@warp.dev", "junie@jetbrains.com",
        "cascade@windsurf.com", "cascade@codeium.com", "noreply@kiro.dev", "gemini@google.com",
        "noreply@sweep.dev", "devin@cognition.ai");

    /// <summary>Logins of the noreply form (<c>id+login@users.noreply.github.com</c>), without [bot].</summary>
    private static readonly byte[][] AgentLogins = Bytes(
        "copilot", "copilot-swe-agent", "github-copilot", "cursoragent", "devin-ai-integration",
        "google-labs-jules", "gemini-code-assist", "gemini-cli", "sweep-ai", "chatgpt-codex-connector",
        "openai-codex", "claude-code", "claude[bot]", "openhands-agent", "codegen-sh");

    private static readonly byte[][] AgentNames = Bytes(
        "github copilot", "copilot", "cursor agent", "cursor", "devin ai", "claude code", "openai codex", "codex",
        "google jules", "gemini cli", "gemini code assist", "sweep ai", "aider", "windsurf cascade", "openhands",
        "replit agent", "amp", "opencode");

    private static readonly FirstLook AddressLook = FirstLook.Of(AgentAddresses), NameLook = FirstLook.Of(AgentNames);

    /// <summary>An agent or a bot wrote it, alone or with a person: no sign that a person was at work.</summary>
    public static bool IsAgent(in Commit c)
    {
        if (IsAgentPerson(c.AuthorName.Span, c.AuthorEmail.Span)) return true;
        if (IsAgentPerson(c.CommitterName.Span, c.CommitterEmail.Span)) return true;
        var rest = c.CoAuthors.Span;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)0x1D);
            var one = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            SplitPerson(one, out var name, out var email);
            if (IsAgentPerson(name, email)) return true;
        }

        return false;
    }

    /// <summary>A bot by its login or email: <c>[bot]</c>, a name ending in -bot, GitLab's access-token
    /// users.</summary>
    public static bool IsBot(ReadOnlySpan<byte> emailOrLogin)
    {
        if (emailOrLogin.IndexOf("[bot]"u8) >= 0) return true;
        var local = LocalPart(emailOrLogin);
        if (EndsWith(local, "-bot"u8) || EndsWith(local, "_bot"u8)) return true;
        return (StartsWith(local, "project_"u8) || StartsWith(local, "group_"u8)) && local.IndexOf("_bot"u8) > 0;
    }

    /// <summary>A pipeline or a machine: <c>ci@</c>, <c>root@host.(none)</c>.</summary>
    public static bool IsService(ReadOnlySpan<byte> emailOrLogin)
    {
        var at = emailOrLogin.IndexOf((byte)'@');
        if (at < 0) return false;
        var local = emailOrLogin[..at];
        return Same(local, "ci"u8) || Same(local, "jenkins"u8) || Same(local, "gitlab-ci"u8)
            || Same(local, "buildbot"u8)
            || (Same(local, "root"u8)
                && (emailOrLogin.IndexOf((byte)'(') > 0 || emailOrLogin[at..].IndexOf((byte)'.') < 0));
    }

    public static AccountType TypeOf(ReadOnlySpan<byte> emailOrLogin) =>
        IsBot(emailOrLogin) ? AccountType.Bot : IsService(emailOrLogin) ? AccountType.Service : AccountType.Person;

    /// <summary>The forge itself committed, for a click: its offset is weak evidence and its signing key is
    /// nobody's.</summary>
    public static bool IsPlatformCommitter(ReadOnlySpan<byte> emailOrLogin) =>
        Same(emailOrLogin, "noreply@github.com"u8) || Same(emailOrLogin, "web-flow"u8)
            || Same(emailOrLogin, "noreply@gitlab.com"u8)
        || Same(emailOrLogin, "gitlab"u8);

    public static bool IsPlatformCommitter(in Commit c) => IsPlatformCommitter(c.CommitterEmail.Span)
        || (c.CommitterEmail.IsEmpty && IsPlatformCommitter(c.CommitterName.Span));

    /// <summary>Takes <c>Ana Silva &lt;ana@corp.example&gt;</c> apart.</summary>
    public static void SplitPerson(ReadOnlySpan<byte> person, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> email)
    {
        var open = person.LastIndexOf((byte)'<');
        var close = person.LastIndexOf((byte)'>');
        name = (open < 0 ? person : person[..open]).Trim((byte)' ');
        email = open >= 0 && close > open ? person[(open + 1)..close].Trim((byte)' ') : default;
    }

    private static bool IsAgentPerson(ReadOnlySpan<byte> name, ReadOnlySpan<byte> email)
    {
        if (IsPlatformCommitter(email)) return false;
        if (IsBot(email) || name.IndexOf("[bot]"u8) >= 0) return true;
        if (EndsWith(email, "@anthropic.com"u8) && StartsWith(email, "noreply@"u8)) return true;
        if (AddressLook.MayHold(email) && Any(AgentAddresses, email)) return true;
        if (NameLook.MayHold(name) && Any(AgentNames, name)) return true;
        if (EndsWith(name, " (aider)"u8) || StartsWith(name, "aider ("u8)) return true;
        return EndsWith(email, "@users.noreply.github.com"u8) && Any(AgentLogins, NoreplyLogin(email));
    }

    private static ReadOnlySpan<byte> NoreplyLogin(ReadOnlySpan<byte> email)
    {
        var local = LocalPart(email);
        return local[(local.IndexOf((byte)'+') + 1)..];
    }

    private static ReadOnlySpan<byte> LocalPart(ReadOnlySpan<byte> emailOrLogin)
    {
        var at = emailOrLogin.IndexOf((byte)'@');
        return at < 0 ? emailOrLogin : emailOrLogin[..at];
    }

    private static bool Any(byte[][] known, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > NameBytesMax) return false;
        foreach (var one in known)
        {
            if (Same(text, one)) return true;
        }

        return false;
    }

    private static bool Same(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(text, lower);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && Same(text[..lower.Length], lower);

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && Same(text[^lower.Length..], lower);

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
