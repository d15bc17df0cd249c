using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

public enum AccountKind : byte { Unknown = 0, Employee, Contractor, Service, Shared }

/// <summary>A span of event time in Unix ms, both ends included.</summary>
public readonly record struct Span(long From, long To)
{
    public bool Holds(long time) => time >= From && time <= To;
}

/// <summary>Approved travel: a country, a region of it (<c>US-CO</c>) or a named network.</summary>
public sealed record Travel(CountryCode Country, string? Region, string? Network, Span When);

/// <summary>
/// What the organisation declares of an account. A cell that is empty is unknown, which is a value of its own.
/// </summary>
public sealed record DirectoryRow
{
    /// <summary>Apart from accounts' keys: a person_id "7" is not the account "7", nor a household's.</summary>
    private const ulong PersonSeed = 0x506572736F6E, HouseholdSeed = 11;

    public required string Account { get; init; }

    public required Key128 Key { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    public string? PersonId
    {
        get;
        init
        {
            field = value;
            PersonKey = string.IsNullOrEmpty(value) ? default : Key128.Of(value, PersonSeed);
        }
    }

    /// <summary>None where no <see cref="PersonId"/> is declared.</summary>
    public Key128 PersonKey { get; private init; }

    public AccountKind Kind { get; init; }

    public bool? Remote { get; init; }

    public CountryCode Country { get; init; }

    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Declared home, degrees.</summary>
    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? Household
    {
        get;
        init
        {
            field = value;
            HouseholdKey = string.IsNullOrEmpty(value) ? default : Key128.Of(value, HouseholdSeed);
        }
    }

    /// <summary>None where no <see cref="Household"/> is declared.</summary>
    public Key128 HouseholdKey { get; private init; }

    public string? Vendor { get; init; }

    public string? Team { get; init; }

    public DateOnly? Hired { get; init; }

    public DateOnly? Exits { get; init; }

    public IReadOnlyList<Span> OnLeave { get; init; } = [];

    public IReadOnlyList<Travel> Travel { get; init; } = [];

    public IReadOnlyList<Span> OnCall { get; init; } = [];

    public bool HasHome => Latitude is not null && Longitude is not null;

    /// <summary>
    /// Service and shared accounts are outside everything that reasons about one human (detections.md §3 rule 5).
    /// </summary>
    public bool IsPerson => Kind is not (AccountKind.Service or AccountKind.Shared);
}
