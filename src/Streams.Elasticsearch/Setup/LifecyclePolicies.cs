using System.Globalization;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Setup;

/// <summary>One lifecycle policy for each kind of month that is kept for so many days, where the server has policies.</summary>
internal sealed class LifecyclePolicies(SetupServer server, IndexNames names, RetentionOptions? retention)
{
    private bool _isThere;

    /// <summary>The policy of a kind; null where there is none. Known after <see cref="WriteAsync"/>.</summary>
    public string? PolicyOf(string kind) => _isThere && retention?.DaysOf(kind) is not null ? names.Of(kind) : null;

    public async Task<bool> IsThereAsync(CancellationToken cancel)
    {
        var reply = await server.SendAsync(HttpMethod.Get, "_ilm/policy", cancel);
        if (reply.Status is 401 or 403) server.Fail(reply, "read lifecycle policies");
        return reply.IsFine;
    }

    public async Task WriteAsync(List<string> changed, List<string> unchanged, List<string> notes, CancellationToken cancel)
    {
        if (retention is not { Lifecycle: true }) return;
        _isThere = await IsThereAsync(cancel);
        if (!_isThere)
        {
            notes.Add("this server has no lifecycle policies: Streams itself deletes months past retention");
            return;
        }

        foreach (var kind in IndexNames.MonthlyKinds)
        {
            if (retention.DaysOf(kind) is not { } days) continue;
            var path = "_ilm/policy/" + names.Of(kind);
            var age = string.Create(CultureInfo.InvariantCulture, $"{days}d");
            var known = await server.SendAsync(HttpMethod.Get, path, cancel);
            if (known.IsFine && ServerJson.Text(known, "managed_by") == Templates.ManagedBy && ServerJson.Text(known, "kept") == age)
            {
                unchanged.Add($"lifecycle policy {names.Of(kind)}");
                continue;
            }

            await server.ExpectAsync(HttpMethod.Put, path,
                $$$"""
                {"policy":{"_meta":{"managed_by":"streams","kept":"{{{age}}}"},
                 "phases":{"hot":{"actions":{}},"delete":{"min_age":"{{{age}}}","actions":{"delete":{} } } } } }
                """, $"keep a lifecycle policy {names.Of(kind)}", cancel);
            changed.Add($"lifecycle policy {names.Of(kind)}");
        }
    }
}
