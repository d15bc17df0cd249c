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

    public void Say(string what) => say?.Invoke(what);
}
