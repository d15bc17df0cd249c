namespace Streams.Synthetic.People;

/// <summary>What the invented lists hold. None of it is on a real list.</summary>
internal static class Watchlists
{
    public const string Wallet = "bc1qsynthetic0streams0example0wallet0qqqqq";
    public const string ListedName = "Orvel Tamsin Kradek";

    /// <summary>An honest person's name, one letter from the listed one.</summary>
    public const string NearName = "Orvel Tamsyn Kradek";

    public static readonly IReadOnlyList<string> Rows =
    [
        $"wallet,{Wallet},example sanctions list,listed wallet,2024-05-16",
        "wallet,0x00000000000000000000000000000000c0ffee01,example sanctions list,listed wallet,2024-05-16",
        "email,orvel.kradek@freemail.example,example advisory,persona's mailbox,2024-06-01",
        "domain,shellfront.example,example advisory,front company,2024-06-01",
        "ip,250.9.9.9,example advisory,relay,2024-07-01",
        "cidr,250.10.0.0/24,example advisory,relay range,2024-07-01",
        $"name,{ListedName},example sanctions list,listed person,2024-05-16",
    ];
}
