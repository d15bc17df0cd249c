namespace Streams.Synthetic.People;

/// <summary>
/// A machine as each vendor names it. Ids of one machine differ between vendors; the serial number joins them.
/// </summary>
public sealed record Device
{
    public required string Name { get; init; }
    public required string Serial { get; init; }
    public required string HostId { get; init; }
    public required string OktaId { get; init; }
    public required string EntraId { get; init; }
    public required string Fingerprint { get; init; }
    public required string Os { get; init; }
    public required string OsVersion { get; init; }
    public required string UserAgent { get; init; }
    public required string Browser { get; init; }
    public required string GitClient { get; init; }
    public bool Managed { get; init; } = true;
    public bool Phone { get; init; }

    /// <summary>Low 32 bits of its IPv6 interface id.</summary>
    public uint Interface { get; init; }

    public static Device Laptop(ref Dice dice, bool managed = true, int? system = null)
    {
        var (os, version, agent, browser, git) = Systems[system ?? dice.Below(10) switch { < 4 => 0, < 8 => 1, _ => 2 }];
        return Make(ref dice, (managed ? "CORP-LT-" : "DESKTOP-") + dice.Hex(6).ToUpperInvariant(), os, version, agent, browser, git) with { Managed = managed };
    }

    public static Device Mobile(ref Dice dice)
    {
        var apple = dice.Chance(0.55);
        return Make(
            ref dice, apple ? "iPhone" : "Android phone", apple ? "iOS" : "Android", apple ? "18.2" : "15",
            apple ? "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1"
                : "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Mobile Safari/537.36",
            apple ? "SAFARI" : "CHROME", "") with
        { Managed = false, Phone = true };
    }

    private static Device Make(ref Dice dice, string name, string os, string version, string agent, string browser, string git) => new()
    {
        Name = name,
        Serial = dice.Hex(10).ToUpperInvariant(),
        HostId = dice.Uuid(),
        OktaId = "guo" + dice.Opaque(17),
        EntraId = dice.Uuid(),
        Fingerprint = dice.Hex(32),
        Os = os,
        OsVersion = version,
        UserAgent = agent,
        Browser = browser,
        GitClient = git,
        Interface = unchecked((uint)dice.Next()) & 0xFF_FFFF,
    };

    private static readonly (string Os, string Version, string Agent, string Browser, string Git)[] Systems =
    [
        ("Windows 11", "Microsoft Windows 11 Pro , 64-bit",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36", "CHROME", "git/2.47.1.windows.1"),
        ("Mac OS X", "Apple Mac OS X 15.3.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15", "SAFARI", "git/2.39.5 (Apple Git-154)"),
        ("Linux", "Linux Ubuntu 24.04",
            "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0", "FIREFOX", "git/2.43.0"),
        ("Windows Server 2022", "Microsoft Windows Server 2022 Datacenter , 64-bit",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 Edg/132.0.0.0", "EDGE", "git/2.46.0.windows.1"),
    ];

    /// <summary>Index of the server system: jump hosts and cloud desktops.</summary>
    public const int Server = 3;
}

/// <summary>The second factor: an enrolment in an app on a phone, and the phone's number.</summary>
public sealed record Authenticator(string Id, string Phone)
{
    /// <summary>Numbers of the 555-01xx block, which is kept for fiction, widened by an extension of digits.</summary>
    public static Authenticator Make(ref Dice dice) => new("opf" + dice.Opaque(17), $"+1 555 01{dice.Below(100):00} {dice.Below(100_000):00000}");
}
