using Streams.Core.Activities;

namespace Streams.Core.Formats.Entra;

/// <summary>Entra's result codes, categories and the words that stand for them.</summary>
internal static class EntraOutcome
{
    /// <summary>
    /// Codes that ask for one more step (MFA, registration, "keep me signed in"): no bad password, and no sign-in yet.
    /// </summary>
    private static ReadOnlySpan<int> Interruptions => [50140, 50074, 50076, 50079, 50072, 50058];

    public static Outcome Of(long code)
    {
        if (code == 0) return Outcome.Success;
        return code is > 0 and < int.MaxValue && Interruptions.Contains((int)code) ? Outcome.Interrupted : Outcome.Failure;
    }

    /// <summary>resultType is a number as text; some exports say Success or Failure.</summary>
    public static Outcome Of(ReadOnlySpan<byte> word)
    {
        if (Same(word, "Success"u8)) return Outcome.Success;
        if (Same(word, "Failure"u8)) return Outcome.Failure;
        return Same(word, "Interrupted"u8) ? Outcome.Interrupted : Outcome.Unknown;
    }

    /// <summary>A person's category, a machine's, or none of a sign-in.</summary>
    public static bool TryKind(ReadOnlySpan<byte> category, out ActivityKind kind, out AccountType type)
    {
        kind = ActivityKind.SsoToken;
        type = AccountType.Person;
        if (!EndsWith(category, "SignInLogs"u8)) return false;
        var before = category[..^10];
        // Log Analytics prefixes its table names with AAD.
        if (before.Length >= 3 && Same(before[..3], "AAD"u8)) before = before[3..];
        if (before.IsEmpty || Same(before, "ADFS"u8)) kind = ActivityKind.SsoLogin;
        else if (Same(before, "ServicePrincipal"u8) || Same(before, "ManagedIdentity"u8)) type = AccountType.Service;
        return true;
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.Length >= end.Length && Same(text[^end.Length..], end);

    private static bool Same(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);
}
