using Streams.Core.Activities;

namespace Streams.Core.Formats.Okta;

/// <summary>
/// Okta's event types and outcomes in our vocabulary; also what Elastic's okta.system calls <c>event.action</c>.
/// </summary>
internal static class OktaEvents
{
    public static ActivityKind KindOf(ReadOnlySpan<byte> type)
    {
        if (type.StartsWith("user.authentication."u8)) return Authentication(type[20..]);
        if (type.StartsWith("user.session."u8)) return Session(type[13..]);
        if (type.StartsWith("app.oauth2."u8)) return OAuth(type);
        if (type.StartsWith("system.sms.send"u8) || type.StartsWith("system.voice.send"u8)) return ActivityKind.SsoFactor;
        if (type.SequenceEqual("device.user.add"u8) || type.SequenceEqual("device.enrollment.create"u8)
            || type.SequenceEqual("user.mfa.factor.activate"u8))
        {
            return ActivityKind.DeviceEnrol;
        }

        return ActivityKind.Other;
    }

    /// <summary>A message that the system sends is not an act of the person who gets it.</summary>
    public static bool IsSentBySystem(ReadOnlySpan<byte> type) => type.StartsWith("system."u8);

    public static Outcome OutcomeOf(ReadOnlySpan<byte> result)
    {
        if (Same(result, "SUCCESS"u8) || Same(result, "ALLOW"u8)) return Outcome.Success;
        if (Same(result, "FAILURE"u8) || Same(result, "DENY"u8)) return Outcome.Failure;
        return Same(result, "CHALLENGE"u8) ? Outcome.Interrupted : Outcome.Unknown;
    }

    private static ActivityKind Authentication(ReadOnlySpan<byte> what)
    {
        if (what.SequenceEqual("sso"u8)) return ActivityKind.SsoApp;
        if (what.SequenceEqual("auth_via_mfa"u8) || what.SequenceEqual("verify"u8)) return ActivityKind.SsoFactor;
        if (what.SequenceEqual("slo"u8)) return ActivityKind.SsoLogout;
        // Identity provider, social, inbound SAML, directory agents, RADIUS: the person signs in through them.
        return what.StartsWith("auth_via_"u8) ? ActivityKind.SsoLogin : ActivityKind.Other;
    }

    private static ActivityKind Session(ReadOnlySpan<byte> what)
    {
        if (what.SequenceEqual("start"u8)) return ActivityKind.SsoLogin;
        if (what.SequenceEqual("end"u8)) return ActivityKind.SsoLogout;
        return what.SequenceEqual("impersonation.initiate"u8) || what.SequenceEqual("impersonation.grant"u8)
            ? ActivityKind.SsoImpersonate
            : ActivityKind.Other;
    }

    private static ActivityKind OAuth(ReadOnlySpan<byte> type) =>
        type.IndexOf(".token.grant"u8) >= 0 || type.IndexOf(".authorize"u8) >= 0 ? ActivityKind.SsoToken : ActivityKind.Other;

    private static bool Same(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);
}
