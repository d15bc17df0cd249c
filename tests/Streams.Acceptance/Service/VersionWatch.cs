using System.Text.Json.Nodes;

namespace Streams.Acceptance.Service;

/// <summary>Looks at the versions of accounts' documents all the while: none may fall.</summary>
internal sealed class VersionWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);

    public VersionWatch(ElasticServer elastic, string prefix) => _watching = Task.Run(() => WatchAsync(elastic, prefix));

    public int Looks { get; private set; }

    public int Documents => _known.Count;

    public List<string> Backwards { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _watching.Wait();
        _stop.Dispose();
    }

    private async Task WatchAsync(ElasticServer elastic, string prefix)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var hits = await elastic.AskAsync(HttpMethod.Get, $"{prefix}-accounts/_search?version=true&_source=false&size=10000");
                foreach (var hit in hits["hits"]!["hits"]!.AsArray()) Look(hit!);
                Looks++;
            }
            catch (Exception e) when (e is HttpRequestException or ShouldAssertException or TaskCanceledException)
            {
                // The server is away, which is what it is there for.
            }

            await Task.Delay(1_000, CancellationToken.None);
        }
    }

    private void Look(JsonNode hit)
    {
        var (id, version) = ((string)hit["_id"]!, (long)hit["_version"]!);
        if (_known.GetValueOrDefault(id) > version) Backwards.Add($"{id} from {_known[id]} to {version}");
        _known[id] = version;
    }
}
