using Streams.Synthetic.Geography;

namespace Streams.Synthetic.People;

/// <summary>Plants the families of detections.md §7. What each does on a day is in Work/.</summary>
internal static class Schemes
{
    private static readonly string[] UnitedStates =
        ["Denver", "Nashville", "Tampa", "Portland", "Boise", "Columbus", "Omaha", "Richmond", "Phoenix", "Minneapolis", "Tulsa", "San Diego", "Seattle", "Chicago"];

    public static void Plant(Roster roster, int planting)
    {
        Slips(roster);
        Shifts(roster);
        Farm(roster, Family.Farm2, 2, "Tulsa", planting);
        Farm(roster, Family.Farm5, 5, "Phoenix", planting);
        Farm(roster, Family.Farm12, 12, "Nashville", planting);
        SharedFactor(roster, planting);
        HandOff(roster, planting);
        Alone(roster);
    }

    private static void Slips(Roster roster)
    {
        foreach (var (home, share) in new[] { ("Austin", 0.005), ("Columbus", 0.02), ("Atlanta", 0.05) })
        {
            var account = roster.Plant(Cities.Named(home), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
            account.FullTunnel = false;
            account.Scheme = new Scheme(Family.Slips, null, true, ["D01", "D03"],
                $"works through a helper's home line; {share:P1} of sign-ins come from abroad when the relay drops")
            { SlipShare = share };
            Hands(account, 9 * 60, 8.4);
        }
    }

    private static void Shifts(Roster roster)
    {
        var two = roster.Plant(Cities.Named("Seattle"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        two.Pushes = 3;
        two.Scheme = new Scheme(Family.TwoShift, null, true, ["D11", "D12"], "two people take turns at one laptop, twelve hours apart");
        Hands(two, 8 * 60, 8.6, weekends: 0.5);
        two.Crew.Add(new Operator(two.Home.Zone, 20 * 60, 8.6, LaterStart: 1) { Weekends = 0.5 });

        var three = roster.Plant(Cities.Named("Denver"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        three.Pushes = 4;
        three.Scheme = new Scheme(Family.ThreeShift, null, true, ["D11", "D12"], "three people, eight hours each");
        for (var shift = 0; shift < 3; shift++)
            three.Crew.Add(new Operator(three.Home.Zone, 30 + shift * 480, 7.8, LaterStart: shift) { Weekends = 0.6 });

        var same = roster.Plant(Cities.Named("Chicago"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        same.Pushes = 4;
        same.Scheme = new Scheme(Family.SameShift, null, false, [], "two people at the same hours: invisible to clocks and places");
        Hands(same, 9 * 60, 8.2);
    }

    private static void Farm(Roster roster, string family, int size, string place, int planting)
    {
        var city = Cities.Named(place);
        var line = AddressPlan.Home(city, AddressPlan.HomesPerCity - 1 - planting * 3 - size % 3);
        var ring = $"{family}-{planting + 1}";
        for (var i = 0; i < size; i++)
        {
            var home = Cities.Named(UnitedStates.Where(name => name != place).ElementAt((i + size) % (UnitedStates.Length - 1)));
            var account = roster.Plant(home, Sso.Okta, Vpn.GlobalProtect, i % 3 == 2 ? Forge.None : Forge.GitHub);
            account.Line = line;
            account.LineCity = city;
            account.FullTunnel = i % 2 == 0;
            account.Hired = roster.Options.Start.AddDays(-20 - i * 9);
            if (i % 2 == 0)
            {
                account.Role = Role.Contractor;
                account.Vendor = i % 4 == 0 ? "Northbridge Staffing" : "Halden Works";
            }

            account.Scheme = new Scheme(family, ring, true, ["D08"], $"one of {size} company laptops that stand at one residential line in {place}");
            Hands(account, 9 * 60 + i * 4, 8.3);
        }
    }

    private static void SharedFactor(Roster roster, int planting)
    {
        Authenticator? phone = null;
        foreach (var home in new[] { "Boston", "Portland", "Tampa" })
        {
            var account = roster.Plant(Cities.Named(home), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
            phone ??= account.Factor;
            account.Factor = phone;
            account.Scheme = new Scheme(Family.SharedFactor, $"{Family.SharedFactor}-{planting + 1}", true, ["D07"],
                "one phone proves the second factor of three personas in three cities");
            Hands(account, 8 * 60 + 40, 8.4);
        }
    }

    private static void HandOff(Roster roster, int planting)
    {
        Authenticator? phone = null;
        var member = 0;
        foreach (var home in new[] { "New York", "Minneapolis", "Boise" })
        {
            var account = roster.Plant(Cities.Named(home), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
            phone ??= account.Factor;
            account.Factor = account.Factor with { Phone = phone.Phone };
            account.TextMessages = true;
            account.Role = Role.Contractor;
            account.Vendor = member % 2 == 0 ? "Northbridge Staffing" : "Meridian Talent";
            account.Scheme = new Scheme(Family.HandOff, $"{Family.HandOff}-{planting + 1}", true, ["D07"],
                "three accounts of two vendors hand the work on every eight hours; one phone number behind all");
            // Each starts as the one before leaves, in New York's clock.
            account.Crew.Add(new Operator(Cities.Named("New York").Zone, 420 + member * 470, 7.6, LaterStart: 1) { Jitter = 8 });
            member++;
        }
    }

    private static void Alone(Roster roster)
    {
        var options = roster.Options;
        var astrill = roster.Plant(Cities.Named("Richmond"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        astrill.FullTunnel = false;
        astrill.Scheme = new Scheme(Family.Astrill, null, true, ["D04"], "every sign-in through Astrill, named by Okta and by networks.csv");
        Hands(astrill, 9 * 60 + 20, 8.3);

        var dormant = roster.Plant(Cities.Named("Omaha"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        dormant.Hired = options.Start.AddDays(-900);
        dormant.Scheme = new Scheme(Family.DormantBurst, null, false, [], "quiet for a month, then a burst from a new machine on a new line")
        { From = options.End.AddDays(-Math.Min(6, options.Days / 3)) };
        Hands(dormant, 9 * 60, 8);

        var leaver = roster.Plant(Cities.Named("San Diego"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        leaver.Exits = options.End.AddDays(-2);
        leaver.Scheme = new Scheme(Family.Exfiltration, null, false, [], "clones and downloads every repository in the week before the exit")
        { From = leaver.Exits.Value.AddDays(-4) };
        Hands(leaver, 9 * 60 + 30, 8.2);

        foreach (var home in new[] { "Minneapolis", "Atlanta" })
        {
            var evader = roster.Plant(Cities.Named(home), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
            evader.Scheme = new Scheme(Family.Evader, null, false, [], "clean residential line, own machine, constant offset, works the night of their own country");
            Hands(evader, 9 * 60, 8.3);
        }

        var listed = roster.Plant(Cities.Named("Portland"), Sso.Okta, Vpn.GlobalProtect, Forge.GitHub);
        listed.Pushes = 2.5;
        listed.Scheme = new Scheme(Family.Watchlisted, null, true, ["D22"], "a listed wallet stands in a commit message")
        { From = options.Start.AddDays(options.Days / 3), WalletInCommit = Watchlists.Wallet };
        Hands(listed, 9 * 60 + 10, 8.2);
    }

    private static void Hands(Account account, double start, double hours, double weekends = 0.05) =>
        account.Crew.Add(new Operator(account.Home.Zone, start, hours) { Weekends = weekends });
}
