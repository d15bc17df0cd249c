using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Detections.UndeclaredCountry;

[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct UndeclaredCountryState
{
    public CountriesSeen Countries;

    /// <summary>
    /// The region form: where the account was nearest to its home, of the days that were all far away.
    /// </summary>
    public EvidenceRef Nearest;

    public float NearestKm;

    /// <summary>Newest day that was far away, and how many there were.</summary>
    public int FarDay;

    public ushort FarDays;

    /// <summary>1 once the account was near its home: never is over.</summary>
    public byte WasNear;

    /// <summary>Always 0: equal states are equal bytes.</summary>
    public byte Reserved;
}

[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct CountrySeen
{
    public uint Days;
    public ShortDay LastDay;
    public CountryCode Country;
}

[InlineArray(Max)]
public struct CountriesSeen
{
    public const int Max = 8;

    private CountrySeen _first;
}
