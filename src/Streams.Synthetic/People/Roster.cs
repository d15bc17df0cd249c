using Streams.Synthetic.Geography;

namespace Streams.Synthetic.People;

/// <summary>Hires the staff: ordinary people first, then the planted ones are taken from among them.</summary>
internal sealed class Roster
{
    private static readonly string[] Teams = ["Payments", "Platform", "Growth", "Data", "Mobile", "Support", "Finance", "People", "Sales", "Security"];
    private static readonly string[] Vendors = ["Northbridge Staffing", "Halden Works", "Meridian Talent"];
    private static readonly string[] RepoNames = ["ledger", "checkout", "web", "api", "mobile", "etl", "infra", "search", "billing", "notify", "docs", "risk"];

    private readonly CompanyOptions _options;
    private readonly ulong _seed;
    private readonly int[] _lines = new int[Cities.All.Count];
    private readonly City[] _homes;
    private readonly List<Account> _accounts = [];
    private Dice _dice;

    private Roster(CompanyOptions options)
    {
        _options = options;
        _seed = unchecked((ulong)options.Seed);
        _dice = Dice.For(_seed, 0xFACE);
        _homes = [.. Cities.All.SelectMany(city => Enumerable.Repeat(city, city.Weight))];
    }

    public CompanyOptions Options => _options;

    public ref Dice Dice => ref _dice;

    public IReadOnlyList<Account> Accounts => _accounts;

    /// <summary>Repositories of a team: a dozen for the company, more when it is large.</summary>
    public static IReadOnlyList<string> ReposOf(string team, int slice) =>
        [.. Enumerable.Range(0, 3).Select(i => $"corp/{team.ToLowerInvariant()}-{RepoNames[(slice + i * 5) % RepoNames.Length]}")];

    public static IReadOnlyList<Account> Build(CompanyOptions options)
    {
        var roster = new Roster(options);
        for (var planting = 0; planting < options.Plantings; planting++)
        {
            Schemes.Plant(roster, planting);
            HardCases.Plant(roster, planting);
        }

        while (roster._accounts.Count < options.Accounts) roster.Hire();
        foreach (var account in roster._accounts.Where(account => account.Crew.Count == 0)) roster.Employ(account);
        return roster._accounts;
    }

    /// <summary>One more ordinary person.</summary>
    public Account Hire(City? home = null, Role? role = null)
    {
        var index = _accounts.Count;
        var dice = Dice.For(_seed, (ulong)index, 0xB1127);
        var (first, last) = Names.At(index, _seed);
        var city = home ?? dice.Pick(_homes);
        var line = _lines[city.Index]++;
        var contractor = dice.Chance(0.18);
        var team = dice.Pick(Teams);
        var developer = dice.Chance(team is "Support" or "Finance" or "People" or "Sales" ? 0.15 : 0.85);
        var account = new Account
        {
            Index = index,
            First = first,
            Last = last,
            Login = $"{first}.{last}".ToLowerInvariant(),
            Domain = "corp.example",
            Home = city,
            HomeLatitude = Math.Round(city.Latitude + (dice.Unit() - 0.5) * 0.16, 3),
            HomeLongitude = Math.Round(city.Longitude + (dice.Unit() - 0.5) * 0.16, 3),
            Role = role ?? (contractor ? Role.Contractor : Role.Employee),
            Team = team,
            OktaId = "00u" + dice.Opaque(17),
            EntraId = dice.Uuid(),
            ForgeId = 5_000_000 + index,
            Laptop = Device.Laptop(ref dice),
            Phone = Device.Mobile(ref dice),
            Factor = Authenticator.Make(ref dice),
            SigningKey = "SHA256:" + dice.Opaque(43),
            Token = dice.Opaque(43) + "=",
            Line = AddressPlan.Home(city, line),
            LineNumber = line,
            Sso = dice.Below(100) switch { < 72 => Sso.Okta, < 88 => Sso.EntraMonitor, _ => Sso.EntraGraph },
            Vpn = dice.Below(100) switch
            {
                < 50 => Vpn.GlobalProtect,
                < 66 => Vpn.CiscoAsa,
                < 78 => Vpn.OpenVpn,
                < 90 =>
                Vpn.FortiGate,
                _ => Vpn.None
            },
            Forge = developer ? dice.Chance(0.82) ? Forge.GitHub : Forge.GitLab : Forge.None,
            FullTunnel = dice.Chance(0.5),
            Repos = ReposOf(team, dice.Below(RepoNames.Length)),
            Pushes = 0.6 + dice.Unit() * 2,
            EveningShare = 0.05 + dice.Unit() * 0.2,
            TextMessages = dice.Chance(0.05),
        };
        if (account.Role == Role.Contractor) account.Vendor = dice.Pick(Vendors);
        var office = AddressPlan.OfficeCities.ToList().IndexOf(city.Name);
        if (office >= 0 && dice.Chance(0.6))
        {
            account.Remote = false;
            account.Office = office;
            account.OfficeShare = 0.4 + dice.Unit() * 0.4;
        }

        account.Hired = dice.Chance(0.06)
            ? _options.Start.AddDays(dice.Below(_options.Days))
            : _options.Start.AddDays(-30 - dice.Below(2500));
        _accounts.Add(account);
        return account;
    }

    /// <summary>A planted person: remote, at the declared home, since long ago, unless the caller changes it.</summary>
    public Account Plant(City? home = null, Sso? sso = null, Vpn? vpn = null, Forge? forge = null)
    {
        var account = Hire(home);
        account.Remote = true;
        account.OfficeShare = 0;
        account.Role = Role.Employee;
        account.Vendor = null;
        account.Hired = _options.Start.AddDays(-200 - _dice.Below(400));
        if (sso is { } s) account.Sso = s;
        if (vpn is { } v) account.Vpn = v;
        if (forge is { } f) account.Forge = f;
        return account;
    }

    public City AnyHome() => _dice.Pick(_homes);

    /// <summary>Everyday hours, leave and journeys for whoever has none of a special kind.</summary>
    private void Employ(Account account)
    {
        var dice = Dice.For(_seed, (ulong)account.Index, 0xC0FFEE);
        var start = dice.Below(100) switch { < 20 => 450, < 74 => 540, < 93 => 610, _ => 690 } + dice.Below(30) - 15;
        account.Crew.Add(new Operator(account.Home.Zone, start, 7.6 + dice.Unit() * 1.4));
        if (!account.IsPerson || account.Scheme is not null) return;
        if (dice.Chance(0.25))
        {
            var from = _options.Start.AddDays(dice.Below(_options.Days));
            account.Leave.Add(new Dates(from, from.AddDays(2 + dice.Below(9))));
        }
    }
}
