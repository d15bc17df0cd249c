namespace Streams.Synthetic.Work;

/// <summary>
/// The company's life, day after day. Memory holds three days of events, whatever the length of the run. Within a UTC
/// day events come
/// in the order in which they reach the logs.
/// </summary>
internal static class Simulation
{
    private const long DayMs = 86_400_000;

    public static IEnumerable<(DateOnly Day, IReadOnlyList<Happening> Happenings)> Run(Company company)
    {
        var options = company.Options;
        var seed = unchecked((ulong)options.Seed);
        var pending = new List<Happening>();
        foreach (var account in company.Accounts) account.Scheme?.Forget();
        // A local day begins up to 14 hours before its UTC day and, with a night's work, ends up to 30 hours after.
        for (var local = options.Start.AddDays(-1); local <= options.End.AddDays(1); local = local.AddDays(1))
        {
            foreach (var account in company.Accounts) Life.Write(new Diary(account, local, seed, pending), options);
            var done = local.AddDays(-1);
            if (done < options.Start || done >= options.End) continue;
            yield return (done, Take(pending, done, options.Start));
        }
    }

    /// <summary>What reached the logs on a UTC day; anything older lies before the first day.</summary>
    private static List<Happening> Take(List<Happening> pending, DateOnly day, DateOnly start)
    {
        var first = Midnight(start);
        var from = Midnight(day);
        foreach (var happening in pending) Delays.Apply(happening);
        var taken = pending.FindAll(happening => happening.Time >= first && happening.Written >= from && happening.Written < from + DayMs);
        pending.RemoveAll(happening => happening.Written < from + DayMs);
        foreach (var happening in taken.Where(happening => happening.Malicious)) happening.Who.Scheme?.Saw(happening.Time);
        taken.Sort(static (a, b) => a.Written != b.Written ? a.Written.CompareTo(b.Written) : a.Id.CompareTo(b.Id));
        return taken;
    }

    private static long Midnight(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
