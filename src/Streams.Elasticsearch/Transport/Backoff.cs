namespace Streams.Elasticsearch.Transport;

/// <summary>Pauses that double, with jitter, so that many workers do not come back at the same moment.</summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max)
{
    private int _attempt;

    public void Reset() => _attempt = 0;

    public Task PauseAsync(CancellationToken cancel) => Task.Delay(Next(Random.Shared.NextDouble()), cancel);

    /// <param name="dice">0 to 1: between half of the pause and all of it.</param>
    internal TimeSpan Next(double dice)
    {
        var full = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(_attempt++, 30)));
        return TimeSpan.FromMilliseconds(full / 2 * (1 + dice));
    }
}
