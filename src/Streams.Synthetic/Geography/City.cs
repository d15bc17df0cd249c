namespace Streams.Synthetic.Geography;

/// <summary>A place where people live, with coordinates rounded to a hundredth of a degree.</summary>
/// <param name="Index">Position in <see cref="Cities.All"/>; also numbers its address blocks.</param>
/// <param name="Weight">How many of the staff live there, relatively; 0 nobody who is honest.</param>
public sealed record City(
    int Index, string Name, string Country, string CountryName, string Region, double Latitude, double Longitude, Zone Zone, int Weight);
