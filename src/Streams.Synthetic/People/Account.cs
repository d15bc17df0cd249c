using Streams.Core.Activities;
using Streams.Synthetic.Geography;

namespace Streams.Synthetic.People;

public readonly record struct Dates(DateOnly From, DateOnly To)
{
    public bool Holds(DateOnly day) => day >= From && day <= To;
}

/// <summary>An approved journey: where to, and how the directory writes the destination.</summary>
public sealed record Journey(City City, string Written, Dates When);

/// <summary>One account of the company: what is declared of it, what it works with, and what it really is.</summary>
public sealed class Account
{
    public required int Index { get; init; }
    public required string First { get; init; }
    public required string Last { get; init; }

    /// <summary>The part before @ in every system.</summary>
    public required string Login { get; set; }

    public required string Domain { get; init; }
    public required City Home { get; set; }

    public Role Role { get; set; }
    public bool Remote { get; set; } = true;
    public string? DisplayName { get; set; }
    public string? PersonId { get; set; }
    public string? Household { get; set; }
    public string? Vendor { get; set; }
    public string Team { get; set; } = "";
    public DateOnly? Hired { get; set; }
    public DateOnly? Exits { get; set; }
    public List<Dates> Leave { get; } = [];
    public List<Journey> Journeys { get; } = [];
    public List<Dates> OnCall { get; } = [];
    public double HomeLatitude { get; set; }
    public double HomeLongitude { get; set; }

    public Vpn Vpn { get; set; }
    public Sso Sso { get; set; }
    public Forge Forge { get; set; }
    public bool FullTunnel { get; set; }
    public bool Developer => Forge != Forge.None;

    public string OktaId { get; init; } = "";
    public string EntraId { get; init; } = "";
    public int ForgeId { get; init; }
    public Device Laptop { get; set; } = null!;
    public Device Phone { get; set; } = null!;
    public Authenticator Factor { get; set; } = null!;
    public string SigningKey { get; set; } = "";
    public string Token { get; set; } = "";
    public IReadOnlyList<string> Repos { get; set; } = [];

    /// <summary>The account's line at home; many quirks and schemes put it elsewhere.</summary>
    public IpAddress Line { get; set; }

    /// <summary>Number of the line inside its city: its IPv6 twin.</summary>
    public int LineNumber { get; set; }

    /// <summary>Where the line stands, if not at the declared home: a laptop farm.</summary>
    public City? LineCity { get; set; }

    public Quirk Quirks { get; set; }
    public double Pushes { get; set; } = 1.6;
    public double OfficeShare { get; set; }
    public int Office { get; set; }
    public double EveningShare { get; set; } = 0.12;

    /// <summary>Who sits at the keyboard: one for an honest person, more for a persona worked in shifts.</summary>
    public List<Operator> Crew { get; } = [];

    public Scheme? Scheme { get; set; }
    public List<string> HardCases { get; } = [];
    public List<string> Notes { get; } = [];

    public string Email => $"{Login}@{Domain}";
    public string FullName => DisplayName ?? $"{First} {Last}";
    public string ForgeLogin => Role == Role.Service ? Login + "[bot]" : Login.Replace('.', '-') + "_corp";
    public bool Has(Quirk quirk) => (Quirks & quirk) != 0;

    /// <summary>The second factor is a text message, so the logs name the number.</summary>
    public bool TextMessages { get; set; }

    public bool IsPerson => Role is Role.Employee or Role.Contractor;
    public bool Employed(DateOnly day) => (Hired is not { } hired || day >= hired) && (Exits is not { } exits || day <= exits);
    public bool Away(DateOnly day) => Leave.Exists(leave => leave.Holds(day));
    public Journey? On(DateOnly day) => Journeys.Find(journey => journey.When.Holds(day));
}

/// <summary>A pair of hands: when they work, in which zone, on which machine.</summary>
/// <param name="StartMinute">Usual start, local minutes after midnight.</param>
public sealed record Operator(Zone Zone, double StartMinute, double Hours, Device? Laptop = null, int LaterStart = 0)
{
    /// <summary>Deviation of the start, minutes.</summary>
    public double Jitter { get; init; } = 22;

    /// <summary>Works on Saturdays and Sundays with this probability.</summary>
    public double Weekends { get; init; } = 0.03;

    /// <summary>How much of the account's pushes are theirs.</summary>
    public double Share { get; init; } = 1;
}
