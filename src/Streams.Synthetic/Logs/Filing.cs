namespace Streams.Synthetic.Logs;

internal enum Container : byte
{
    /// <summary>A record a line.</summary>
    Lines,
    /// <summary>Lines of <c>{"records":[…]}</c>, as an Azure event hub delivers.</summary>
    Records,
    /// <summary>One JSON array a file.</summary>
    Array,
}

/// <summary>How a log is divided into files and packed; a period's number counts from 0.</summary>
internal sealed record Filing
{
    public Container Container { get; init; }

    /// <value>0: a week, or a day in a company of more than 2,000.</value>
    public int PeriodDays { get; init; }

    public Func<int, bool> Gzip { get; init; } = static _ => false;

    public Func<int, bool> NewestFirst { get; init; } = static _ => false;

    /// <summary>Shipped by Filebeat: the raw record is a string in <c>message</c>.</summary>
    public Func<int, bool> Beats { get; init; } = static _ => false;

    /// <summary>Exports overlap: a file begins with the last six hours of the one before.</summary>
    public bool Overlaps { get; init; }
}
