namespace Streams.Core.Activities;

/// <summary>
/// What happened, in the vocabulary of every source. <see cref="Other"/> is understood and of no use here.
/// </summary>
public enum ActivityKind : byte
{
    Other = 0,
    SsoLogin,
    SsoFactor,
    SsoApp,
    SsoToken,
    SsoLogout,
    SsoImpersonate,
    VpnAuth,
    VpnStart,
    VpnAddress,
    VpnResume,
    VpnEnd,
    VpnTraffic,
    CodePush,
    CodeFetch,
    CodeCommit,
    CodeMerge,
    CodeExport,
    DeviceEnrol,
}

public enum Outcome : byte { Unknown = 0, Success, Failure, Interrupted }

public enum TimeQuality : byte { Vendor = 0, AssumedZone, GuessedYear, Received }

public enum AccountType : byte { Person = 0, Service, Bot, Device, DeployKey }

/// <summary>The three families that one identity is followed across.</summary>
public enum SourceFamily : byte { None = 0, Vpn, Sso, Code }

public static class ActivityNames
{
    private static readonly string[] Kinds =
    [
        "other", "sso.login", "sso.factor", "sso.app", "sso.token", "sso.logout", "sso.impersonate",
        "vpn.auth", "vpn.start", "vpn.address", "vpn.resume", "vpn.end", "vpn.traffic",
        "code.push", "code.fetch", "code.commit", "code.merge", "code.export", "device.enrol",
    ];

    public static string Name(this ActivityKind kind) => Kinds[(int)kind];

    public static string Name(this Outcome outcome) => outcome switch
    {
        Outcome.Success => "success",
        Outcome.Failure => "failure",
        Outcome.Interrupted => "interrupted",
        _ => "unknown",
    };

    public static string Name(this TimeQuality quality) => quality switch
    {
        TimeQuality.AssumedZone => "assumedZone",
        TimeQuality.GuessedYear => "guessedYear",
        TimeQuality.Received => "received",
        _ => "vendor",
    };

    public static string Name(this AccountType type) => type switch
    {
        AccountType.Service => "service",
        AccountType.Bot => "bot",
        AccountType.Device => "device",
        AccountType.DeployKey => "deployKey",
        _ => "person",
    };

    public static string Name(this SourceFamily family) => family switch
    {
        SourceFamily.Vpn => "vpn",
        SourceFamily.Sso => "sso",
        SourceFamily.Code => "code",
        _ => "other",
    };

    public static SourceFamily Family(this ActivityKind kind) => kind switch
    {
        >= ActivityKind.SsoLogin and <= ActivityKind.SsoImpersonate => SourceFamily.Sso,
        ActivityKind.DeviceEnrol => SourceFamily.Sso,
        >= ActivityKind.VpnAuth and <= ActivityKind.VpnTraffic => SourceFamily.Vpn,
        >= ActivityKind.CodePush and <= ActivityKind.CodeExport => SourceFamily.Code,
        _ => SourceFamily.None,
    };
}
