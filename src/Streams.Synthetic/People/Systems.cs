namespace Streams.Synthetic.People;

public enum Vpn : byte { None, GlobalProtect, CiscoAsa, OpenVpn, FortiGate }

/// <summary>Entra's sign-ins reach the company by two roads: the Azure Monitor stream and Graph exports.</summary>
public enum Sso : byte { Okta, EntraMonitor, EntraGraph }

public enum Forge : byte { None, GitHub, GitLab }

public enum Role : byte { Employee, Contractor, Service, Shared }

/// <summary>What is odd about an honest account, or how a dishonest one works. A day's plan asks for these.</summary>
[Flags]
public enum Quirk
{
    None = 0,
    /// <summary>Lives behind carrier-grade translation: the address changes daily and is many people's.</summary>
    SharedLine = 1,
    /// <summary>Works from a coworking house on most days.</summary>
    Coworker = 2,
    /// <summary>Everything leaves through the cloud proxy.</summary>
    Proxy = 4,
    /// <summary>Works on a cloud desktop cloned from one golden image.</summary>
    CloudDesktop = 8,
    /// <summary>Administers through a jump host that others use at the same time.</summary>
    JumpHost = 16,
    /// <summary>Lets coding agents commit round the clock.</summary>
    Agent = 32,
    /// <summary>Browses through Apple's relay.</summary>
    PrivateRelay = 64,
    /// <summary>IPv4 and IPv6 in turn, a minute apart.</summary>
    DualStack = 128,
    /// <summary>Often on the phone's network, laptop and phone at once.</summary>
    Roams = 256,
    /// <summary>Some nights a message or a push.</summary>
    Insomniac = 512,
    /// <summary>Rebases and force-pushes old work.</summary>
    Rebases = 1024,
    Conference = 2048,
    InFlight = 4096,
    Kiosk = 8192,
    Automaton = 16384,
    /// <summary>Uses a commercial VPN now and then, as private people do.</summary>
    PrivacyVpn = 32768,
}
