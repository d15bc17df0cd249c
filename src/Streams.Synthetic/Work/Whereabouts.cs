using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>
/// Where an account works on a day: at home, in the office, on a journey, or wherever its scheme has put it.
/// </summary>
internal static class Whereabouts
{
    public static Spot Of(ref Dice dice, Account who, DateOnly day)
    {
        if (who.Scheme?.Family == Family.Astrill) return new Spot(AddressPlan.Astrill(dice.Below(12)), null, who.Home.Zone, Relay: "ASTRILL_VPN");
        if (who.Has(Quirk.CloudDesktop)) return new Spot(AddressPlan.CloudDesktop(who.Index % 200), null, who.Home.Zone);
        if (who.On(day) is { } journey)
        {
            return who.Has(Quirk.Conference)
                ? new Spot(AddressPlan.Venue(journey.City, 199), journey.City, journey.City.Zone)
                : new Spot(AddressPlan.Venue(journey.City, 20 + who.Index % 60), journey.City, journey.City.Zone);
        }

        if (who.LineCity is { } elsewhere) return new Spot(who.Line, elsewhere, who.Home.Zone);
        if (who.Has(Quirk.Coworker) && dice.Chance(0.75)) return new Spot(AddressPlan.Venue(who.Home, 1), who.Home, who.Home.Zone);
        if (who.OfficeShare > 0 && dice.Chance(who.OfficeShare))
        {
            var city = Cities.Named(AddressPlan.OfficeCities[who.Office]);
            return new Spot(AddressPlan.Office(who.Office, who.Index), city, who.Home.Zone, Inside: true);
        }

        if (who.Has(Quirk.SharedLine)) return new Spot(AddressPlan.SharedResidential(who.Home, dice.Below(6)), who.Home, who.Home.Zone);
        return new Spot(who.Line, who.Home, who.Home.Zone);
    }

    /// <summary>The phone's own way to the network.</summary>
    public static Spot OfPhone(ref Dice dice, Account who, Spot spot)
    {
        var city = spot.City ?? who.Home;
        var exit = who.Has(Quirk.Roams) && dice.Chance(0.2) ? AddressPlan.MobileCentre(city, dice.Below(24))
            : AddressPlan.Mobile(city, dice.Below(24));
        return new Spot(exit, city, spot.Zone);
    }
}
