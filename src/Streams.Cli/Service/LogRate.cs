namespace Streams.Cli.Service;

/// <summary>An error that comes with every record is said once an interval, with the count of those that were not said.</summary>
internal sealed class LogRate(TimeProvider time, TimeSpan interval)
{
    /// <summary>Reasons are bounded by design; beyond this the rest share one.</summary>
    private const int KeysMax = 256;

    private readonly Dictionary<string, (long Next, long Suppressed)> _keys = new(StringComparer.Ordinal);

    /// <summary>Whether to say it now, and how many went unsaid since.</summary>
    public bool Allows(string key, out long unsaid)
    {
        lock (_keys)
        {
            if (_keys.Count >= KeysMax && !_keys.ContainsKey(key)) key = "";
            var now = time.GetTimestamp();
            var (next, suppressed) = _keys.GetValueOrDefault(key);
            unsaid = suppressed;
            if (next > now)
            {
                _keys[key] = (next, suppressed + 1);
                return false;
            }

            _keys[key] = (now + (long)(interval.TotalSeconds * time.TimestampFrequency), 0);
            return true;
        }
    }
}
