namespace Streams.Synthetic;

/// <summary>What decides a synthetic company: the same options give the same bytes.</summary>
public sealed record CompanyOptions
{
    /// <summary>The schemes, the benign hard cases and enough ordinary people to hide them in.</summary>
    public const int FewestAccounts = 200;

    private const int MostAccounts = 20_000, FewestDays = 7, MostDays = 366, FirstYear = 2001;

    /// <summary>What <see cref="Validate"/> holds against, in words.</summary>
    public static string Bounds =>
        $"accounts {FewestAccounts} to {MostAccounts}, days {FewestDays} to {MostDays}, start from {FirstYear}-01-01";

    public int Seed { get; init; } = 1;

    /// <value>Default 400; people, service and shared accounts together. From <see cref="FewestAccounts"/>.</value>
    public int Accounts { get; init; } = 400;

    /// <value>Default 45 days from <see cref="Start"/>; 7 to 366.</value>
    public int Days { get; init; } = 45;

    /// <summary>A Monday. The default fortnights hold the clock changes of the United States and of Europe.</summary>
    public DateOnly Start { get; init; } = new(2025, 2, 17);

    /// <value>Default 1: how often each scheme and each hard case is planted.</value>
    public int Plantings { get; init; } = 1;

    internal DateOnly End => Start.AddDays(Days);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Plantings, 1, nameof(Plantings));
        ArgumentOutOfRangeException.ThrowIfLessThan(Accounts, FewestAccounts * Plantings, nameof(Accounts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Accounts, MostAccounts, nameof(Accounts));
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, FewestDays, nameof(Days));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Days, MostDays, nameof(Days));
        ArgumentOutOfRangeException.ThrowIfLessThan(Start, new DateOnly(FirstYear, 1, 1), nameof(Start));
    }
}
