using Streams.Synthetic.Geography;

namespace Streams.Synthetic.People;

/// <summary>Honest people who look like schemes. Each list of the truth file names who they are.</summary>
internal static class HardCases
{
    public static void Plant(Roster roster, int planting)
    {
        Lines(roster, planting);
        Machines(roster);
        Clocks(roster);
        Travel(roster);
        Code(roster, planting);
        Networks(roster);
        Machinery(roster, planting);
    }

    private static void Lines(Roster roster, int planting)
    {
        for (var couple = 0; couple < 2; couple++)
        {
            var one = Mark(roster.Plant(couple == 0 ? Cities.Named("Denver") : Cities.Named("Berlin"), Sso.Okta, Vpn.GlobalProtect), "couple");
            var other = Mark(roster.Plant(one.Home, Sso.Okta, Vpn.GlobalProtect), "couple");
            one.Household = other.Household = $"h-{planting + 1}-{couple + 1}";
            other.Line = one.Line;
            other.LineNumber = one.LineNumber;
            (other.HomeLatitude, other.HomeLongitude) = (one.HomeLatitude, one.HomeLongitude);
        }

        // A coworking house: all of them live in its city.
        for (var i = 0; i < 8; i++) Mark(roster.Plant(Cities.Named("Lisbon"), Sso.Okta, Vpn.GlobalProtect), "coworking").Quirks |= Quirk.Coworker;
        for (var i = 0; i < 8; i++) Mark(roster.Plant(Cities.Named("Manila"), Sso.Okta), "cgnat").Quirks |= Quirk.SharedLine;
    }

    private static void Machines(Roster roster)
    {
        Device? golden = null;
        for (var i = 0; i < 6; i++)
        {
            var account = Mark(roster.Plant(sso: Sso.Okta), "vdi-clone");
            golden ??= Device.Laptop(ref roster.Dice, system: Device.Server) with { Name = "VDI-GOLD" };
            account.Laptop = golden;
            account.Quirks |= Quirk.CloudDesktop;
        }

        var jump = Device.Laptop(ref roster.Dice, system: Device.Server) with { Name = "JUMP-01" };
        for (var i = 0; i < 3; i++)
        {
            var account = Mark(roster.Plant(Cities.Named("London"), Sso.Okta), "jump-host");
            account.Laptop = jump;
            account.Remote = false;
            account.Office = 1;
            account.OfficeShare = 1;
        }

        // Cloned from one image on the first day: the VPN client's host id is the image's, the serial number is not.
        Device? image = null;
        for (var i = 0; i < 4; i++)
        {
            var account = Mark(roster.Plant(sso: Sso.Okta, vpn: Vpn.GlobalProtect), "onboarding-clone");
            image ??= account.Laptop;
            account.Laptop = account.Laptop with { HostId = image.HostId };
            account.Hired = roster.Options.Start.AddDays(7);
        }

        var kiosk = Device.Laptop(ref roster.Dice) with { Name = "KIOSK-LOBBY" };
        for (var i = 0; i < 2; i++)
        {
            var account = Mark(roster.Plant(Cities.Named("New York"), Sso.Okta, Vpn.None, Forge.None), "kiosk");
            account.Role = Role.Shared;
            account.Quirks |= Quirk.Kiosk;
            account.Laptop = kiosk;
            account.Remote = false;
            account.OfficeShare = 1;
            account.DisplayName = $"Front desk {i + 1}";
        }

        var person = $"p-admin-{roster.Accounts.Count}";
        var normal = Mark(roster.Plant(Cities.Named("Austin"), Sso.Okta, Vpn.GlobalProtect), "admin-and-normal");
        var admin = Mark(roster.Plant(normal.Home, Sso.Okta, Vpn.None, Forge.None), "admin-and-normal");
        normal.PersonId = admin.PersonId = person;
        admin.DisplayName = normal.FullName + " (admin)";
        (admin.Laptop, admin.Factor, admin.Phone, admin.Line, admin.LineNumber) = (normal.Laptop, normal.Factor,
            normal.Phone, normal.Line, normal.LineNumber);
        (admin.HomeLatitude, admin.HomeLongitude) = (normal.HomeLatitude, normal.HomeLongitude);

        for (var i = 0; i < 2; i++) Mark(roster.Plant(sso: Sso.Okta), "helpdesk-enrolment");
    }

    private static void Clocks(Roster roster)
    {
        for (var i = 0; i < 6; i++)
        {
            var account = Mark(roster.Plant(sso: Sso.Okta), "on-call");
            for (var week = i % 3; week * 7 + 6 < roster.Options.Days; week += 3)
                account.OnCall.Add(new Dates(roster.Options.Start.AddDays(week * 7), roster.Options.Start.AddDays(week * 7 + 6)));
        }

        for (var i = 0; i < 4; i++)
        {
            var owl = Mark(roster.Plant(), "night-owl");
            owl.Crew.Add(new Operator(owl.Home.Zone, 14 * 60 + i * 40, 8.4) { Jitter = 45 });
            owl.EveningShare = 0.35;
        }

        for (var i = 0; i < 2; i++)
        {
            var account = Mark(roster.Plant(), "insomniac");
            account.Quirks |= Quirk.Insomniac;
            account.EveningShare = 0.4;
        }

        // A vendor's support desk follows the sun: three cities, three shifts, nobody works twice.
        foreach (var (city, start) in new[] { ("Manila", 480), ("Manila", 510), ("Krakow", 480), ("Krakow", 510), ("Bogota", 480), ("Bogota", 510) })
        {
            var account = Mark(roster.Plant(Cities.Named(city), Sso.Okta), "follow-the-sun");
            account.Role = Role.Contractor;
            account.Vendor = "Sunrise Support";
            account.Team = "Support";
            account.Crew.Add(new Operator(account.Home.Zone, start, 8.5) { Jitter = 9, Weekends = 0.2 });
        }
    }

    private static void Travel(Roster roster)
    {
        var options = roster.Options;
        var conference = Cities.Named(NetworkRows.ConferenceCity);
        var week = options.Start.AddDays(Math.Max(0, options.Days / 2 / 7 * 7));
        for (var i = 0; i < 8; i++)
        {
            var account = Mark(roster.Plant(Cities.Named(i % 2 == 0 ? "London" : "Paris"), Sso.Okta), "conference");
            account.Quirks |= Quirk.Conference;
            account.Journeys.Add(new Journey(conference, i % 2 == 0 ? NetworkRows.Conference
                : conference.Country, new Dates(week, week.AddDays(3))));
        }

        (string Home, string To)[] trips = [("Chicago", "London"), ("Berlin", "Singapore"), ("Bengaluru", "New York"), ("Toronto", "Lisbon")];
        foreach (var (home, to) in trips)
        {
            var account = Mark(roster.Plant(Cities.Named(home)), "traveller");
            var city = Cities.Named(to);
            var from = options.Start.AddDays(5 + roster.Dice.Below(Math.Max(1, options.Days - 14)));
            account.Journeys.Add(new Journey(city, city.Country, new Dates(from, from.AddDays(6))));
            if (to is "Singapore" or "Lisbon")
            {
                account.Quirks |= Quirk.InFlight;
                account.HardCases.Add("in-flight-wifi");
            }
        }

        foreach (var (home, to) in new[] { ("Madrid", "Dubai"), ("Boston", "Denver") })
        {
            var account = Mark(roster.Plant(Cities.Named(home)), "relocator");
            var city = Cities.Named(to);
            var from = options.Start.AddDays(options.Days / 2);
            account.Journeys.Add(new Journey(city, city.Country == account.Home.Country ? $"{city.Country}-{city.Region}" : city.Country, new Dates(from, options.End.AddDays(30))));
        }
    }

    private static void Code(Roster roster, int planting)
    {
        for (var i = 0; i < 3; i++)
        {
            var account = Mark(roster.Plant(forge: Forge.GitHub), "ai-agent-developer");
            account.Quirks |= Quirk.Agent;
        }

        for (var i = 0; i < 3; i++) Mark(roster.Plant(forge: i == 0 ? Forge.GitLab : Forge.GitHub), "rebase-and-force-push").Quirks |= Quirk.Rebases;
        if (planting > 0) return;
        var review = Mark(roster.Plant(Cities.Named("Toronto"), Sso.Okta), "watchlist-name");
        review.DisplayName = Watchlists.NearName;
        review.Notes.Add("named almost as a listed person: review only, no points");
    }

    private static void Networks(Roster roster)
    {
        for (var i = 0; i < 6; i++) Mark(roster.Plant(sso: Sso.Okta), "sse-egress").Quirks |= Quirk.Proxy;
        for (var i = 0; i < 4; i++) Mark(roster.Plant(vpn: Vpn.None, sso: Sso.Okta), "private-relay").Quirks |= Quirk.PrivateRelay;
        for (var i = 0; i < 3; i++) Mark(roster.Plant(vpn: Vpn.None, sso: Sso.Okta), "privacy-vpn").Quirks |= Quirk.PrivacyVpn;
        for (var i = 0; i < 4; i++) Mark(roster.Plant(vpn: Vpn.None, sso: Sso.Okta), "ipv4-ipv6").Quirks |= Quirk.DualStack;
        for (var i = 0; i < 4; i++) Mark(roster.Plant(sso: Sso.Okta), "phone-and-laptop").Quirks |= Quirk.Roams;
    }

    /// <summary>Machines with accounts: build bots and a backup job.</summary>
    private static void Machinery(Roster roster, int planting)
    {
        for (var i = 0; i < 4; i++)
        {
            var account = Mark(roster.Hire(Cities.Named("New York"), Role.Service), "automation");
            account.Quirks |= Quirk.Automaton;
            account.Forge = i < 3 ? Forge.GitHub : Forge.None;
            account.Vpn = Vpn.None;
            account.Sso = Sso.EntraMonitor;
            account.Vendor = null;
            account.Remote = false;
            account.OfficeShare = 0;
            account.Hired = null;
            account.Login = account.DisplayName = $"corp-ci-{planting + 1}-{i + 1}";
            account.Crew.Add(new Operator(account.Home.Zone, 0, 24));
        }
    }

    private static Account Mark(Account account, string hardCase)
    {
        account.HardCases.Add(hardCase);
        return account;
    }
}
