using Streams.Runtime.Telemetry;

namespace Streams.Elasticsearch.Bulk;

/// <summary>
/// Says aloud what keeps the sink from its work: at once, then every minute while it lasts, and when it is over.
/// </summary>
internal sealed class Notices(Action<string>? say, TimeProvider time, SinkVitals? vitals)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private string? _trouble;
    private long _said;
    private long _refused;
    private long? _toldRefused;

    public void Trouble(string what)
    {
        if (vitals is not null) vitals.Trouble = what;
        if (_trouble == what && time.GetElapsedTime(_said) < Every) return;
        _trouble = what;
        _said = time.GetTimestamp();
        say?.Invoke(what);
    }

    public void Over()
    {
        if (_trouble is null) return;
        _trouble = null;
        if (vitals is not null) vitals.Trouble = null;
        say?.Invoke("Elasticsearch takes documents again");
    }

    /// <summary>A wrong mapping refuses thousands: the first is told at once, then how many in each minute.</summary>
    public void SetAside(string index, string reason)
    {
        _refused++;
        if (_toldRefused is { } told && time.GetElapsedTime(told) < Every) return;
        _toldRefused = time.GetTimestamp();
        say?.Invoke(_refused == 1
            ? $"a document for {index} was refused and set aside: {reason}"
            : $"{_refused} documents were refused and set aside since the last was told, the newest for {index}: {reason}");
        _refused = 0;
    }

    public void Say(string what) => say?.Invoke(what);
}
