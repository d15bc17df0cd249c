using Streams.Core.Activities;
using Streams.Synthetic.Geography;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Work;

/// <summary>One account's day while it is being written: the dice of that day and what has happened so far.</summary>
internal sealed class Diary(Account who, DateOnly day, ulong seed, List<Happening> into)
{
    private ulong _count;

    public Dice Dice = Dice.For(seed, (ulong)who.Index, (ulong)day.DayNumber);

    public Account Who => who;

    public DateOnly Day => day;

    /// <summary>Set while the planted scheme acts, so that the truth knows when it first showed.</summary>
    public bool Malicious { get; set; }

    public Happening Add(Happening happening)
    {
        into.Add(happening);
        happening.Malicious = Malicious;
        return happening;
    }

    public ulong NextId() => Dice.For(seed ^ 0x5DEECE66D, (ulong)who.Index, unchecked((ulong)day.DayNumber << 20 | ++_count)).Next();

    public Happening Vpn(long time, Deed deed, Spot spot, Device device, string session, int duration = 0,
        bool proven = true, IpAddress old = default) =>
        Add(new Happening
        {
            Time = time,
            Deed = deed,
            Who = who,
            Id = NextId(),
            Ip = spot.Ip,
            Place = spot.City,
            Device = device,
            Session = session,
            VpnIp = AddressPlan.Inside(who.Index, day.DayNumber),
            Duration = duration,
            Proven = proven,
            OldIp = old,
        });

    public Happening Sso(long time, Deed deed, Spot spot, Device? device, string? session, string? app = null,
        Authenticator? factor = null) =>
        Add(new Happening
        {
            Time = time,
            Deed = deed,
            Who = who,
            Id = NextId(),
            Ip = spot.Ip,
            Place = spot.City,
            Device = device,
            Session = session,
            App = app,
            Factor = factor,
            Relay = spot.Relay,
        });

    public Happening Code(long time, Deed deed, Spot spot, Device? device, string repo, Push? push = null) =>
        Add(new Happening
        {
            Time = time,
            Deed = deed,
            Who = who,
            Id = NextId(),
            Ip = spot.Ip,
            Place = spot.City,
            Device = device,
            Repo = repo,
            Push = push,
        });
}

/// <summary>Where somebody is on the network.</summary>
/// <param name="City">Where the address says they are; null where a vendor would not know.</param>
/// <param name="Zone">The clock on their wall, and on their laptop.</param>
internal readonly record struct Spot(IpAddress Ip, City? City, Zone Zone, bool Inside = false, string? Relay = null);
