namespace Streams.Elasticsearch.Bulk;

/// <summary>
/// Where refused documents wait. <see cref="PutAsync"/> returns when they are durable: the cursor moves past them then.
/// </summary>
public interface ISinkQuarantine
{
    /// <summary>Of two with one key the higher version stays.</summary>
    Task PutAsync(SetAside document, CancellationToken cancel);

    Task<IReadOnlyList<SetAside>> ListAsync(CancellationToken cancel);

    /// <summary>Takes it out, unless a newer version has been put since.</summary>
    Task RemoveAsync(SetAside document, CancellationToken cancel);
}

/// <summary>For tests and demonstrations.</summary>
public sealed class MemorySinkQuarantine : ISinkQuarantine
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SetAside> _documents = new(StringComparer.Ordinal);

    public Task PutAsync(SetAside document, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (!_documents.TryGetValue(document.Key, out var known) || known.Version <= document.Version)
                _documents[document.Key] = document;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SetAside>> ListAsync(CancellationToken cancel)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<SetAside>>([.. _documents.Values]);
    }

    public Task RemoveAsync(SetAside document, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_documents.TryGetValue(document.Key, out var known) && known.Version <= document.Version)
                _documents.Remove(document.Key);
        }

        return Task.CompletedTask;
    }
}
