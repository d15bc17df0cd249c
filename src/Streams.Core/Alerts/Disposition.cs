namespace Streams.Core.Alerts;

/// <summary>What an alert asks for, in order: a look at the queue, a ticket, somebody now.</summary>
public static class Disposition
{
    public const string Review = "review", Ticket = "ticket", Page = "page";

    public static int Rank(string disposition) => disposition switch
    {
        Page => 3,
        Ticket => 2,
        Review => 1,
        _ => 0,
    };
}
