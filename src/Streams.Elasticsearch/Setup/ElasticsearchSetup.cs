using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Setup;

/// <summary>
/// Templates, the lasting indices, lifecycle policies where they are wanted and there, dashboards where a Kibana is
/// configured. Twice changes nothing; over templates of a newer program it refuses.
/// </summary>
public sealed class ElasticsearchSetup : IDisposable
{
    private readonly ElasticsearchOptions _options;
    private readonly SetupServer _server;
    private readonly LifecyclePolicies _lifecycle;
    private readonly IndexNames _names;
    private readonly TimeProvider _time;
    private readonly List<string> _changed = [], _unchanged = [], _notes = [];

    public ElasticsearchSetup(ElasticsearchOptions options, TimeProvider? time = null)
    {
        _options = options;
        _server = new SetupServer(options);
        _names = new IndexNames(options.Prefix);
        _lifecycle = new LifecyclePolicies(_server, _names, options.Retention);
        _time = time ?? TimeProvider.System;
    }

    /// <exception cref="SetupException">What is in the way, and what to do about it.</exception>
    public async Task<SetupReport> RunAsync(CancellationToken cancel)
    {
        try
        {
            await _server.CheckAsync(cancel);
            await _lifecycle.WriteAsync(_changed, _unchanged, _notes, cancel);
            await TemplatesAsync(Templates.All(_options.Prefix, _lifecycle.PolicyOf), cancel);
            await MappingsAsync(cancel);
            foreach (var kind in IndexNames.LastingKinds) await IndexAsync(_names.Of(kind), cancel);
            if (_options.Kibana is { } kibana)
            {
                using var import = new KibanaImport(kibana, _options.Prefix);
                _changed.Add(await import.RunAsync(cancel));
            }
        }
        catch (NoAnswerException e)
        {
            throw new SetupException($"Elasticsearch does not answer: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new SetupException("what stands at elasticsearch.hosts does not answer as Elasticsearch does", e);
        }

        return new SetupReport([.. _changed], [.. _unchanged], [.. _notes]);
    }

    /// <summary>Deletes months past retention, where no lifecycle policy does it; the names of what went.</summary>
    public async Task<IReadOnlyList<string>> ApplyRetentionAsync(CancellationToken cancel)
    {
        if (_options.Retention is not { } retention) return [];
        try
        {
            if (retention.Lifecycle && await _lifecycle.IsThereAsync(cancel)) return [];
            return await new Retention(_server.Client, _names, retention).ApplyAsync(_time.GetUtcNow(), cancel);
        }
        catch (NoAnswerException e)
        {
            throw new SetupException($"Elasticsearch does not answer: {e.Message}", e);
        }
    }

    /// <summary>For <c>streams check</c>: what would keep the sink from its work; empty where nothing would.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancel)
    {
        try
        {
            await _server.CheckAsync(cancel);
            var problems = new List<string>();
            foreach (var template in Templates.All(_options.Prefix, _ => null))
            {
                var version = await InstalledAsync(template, cancel);
                if (version is null) problems.Add($"template {template.Name} is missing: run `streams setup`");
                else if (version.Value.Version < template.Version) problems.Add($"template {template.Name} is old: run `streams setup`");
            }

            return problems;
        }
        catch (Exception e) when (e is NoAnswerException or SetupException)
        {
            return [e.Message];
        }
    }

    public void Dispose() => _server.Dispose();

    private async Task TemplatesAsync(IReadOnlyList<Template> templates, CancellationToken cancel)
    {
        var installed = new Dictionary<string, (int Version, string? Content)>();
        foreach (var template in templates)
        {
            if (await InstalledAsync(template, cancel) is not { } known) continue;
            installed[template.Path + template.Name] = known;
            // All are looked at before one is written: a refusal must not leave half of an old set behind.
            if (known.Version > template.Version)
                throw new SetupException(
                    $"template {template.Name} has version {known.Version}, this program brings {template.Version}: a newer Streams set "
                    + "it up. Use that program, or another elasticsearch.prefix");
        }

        foreach (var template in templates)
        {
            if (installed.TryGetValue(template.Path + template.Name, out var known)
                && known == (template.Version, template.Hash))
            {
                _unchanged.Add($"template {template.Name}");
                continue;
            }

            await _server.ExpectAsync(HttpMethod.Put, template.Path + template.Name, template.Body.ToJsonString(), $"take template {template.Name}", cancel);
            _changed.Add($"template {template.Name}");
        }
    }

    private async Task<(int Version, string? Content)?> InstalledAsync(Template template, CancellationToken cancel)
    {
        var reply = await _server.SendAsync(HttpMethod.Get, template.Path + template.Name, cancel);
        if (reply.Status == 404) return null;
        if (!reply.IsFine) _server.Fail(reply, $"show template {template.Name}");
        var list = reply.Json().EnumerateObject().First().Value[0];
        var body = list.TryGetProperty("index_template", out var index) ? index : list.GetProperty("component_template");
        var version = body.TryGetProperty("version", out var number) ? number.GetInt32() : 0;
        var content = body.TryGetProperty("_meta", out var meta) && meta.TryGetProperty("content", out var hash) ? hash.GetString() : null;
        return (version, content);
    }

    /// <summary>Indices that an older program made learn the fields that have come since.</summary>
    private async Task MappingsAsync(CancellationToken cancel)
    {
        foreach (var kind in IndexNames.MonthlyKinds.Concat(IndexNames.LastingKinds))
        {
            var reply = await _server.SendAsync(HttpMethod.Get, $"{_names.Pattern(kind)}/_mapping?filter_path=*.mappings._meta", cancel);
            if (reply.Status == 404) continue;
            if (!reply.IsFine) _server.Fail(reply, $"show the mapping of {_names.Pattern(kind)}");
            foreach (var index in reply.Json().EnumerateObject())
            {
                if (_names.Read(index.Name) is null || !IsOld(index.Value.GetProperty("mappings").GetProperty("_meta"))) continue;
                var simulated = await _server.SendAsync(HttpMethod.Post, $"_index_template/_simulate_index/{index.Name}", cancel);
                if (!simulated.IsFine) _server.Fail(simulated, "simulate a template");
                var mapping = JsonNode.Parse(simulated.Body)!["template"]!["mappings"]!;
                await _server.ExpectAsync(
                    HttpMethod.Put, $"{index.Name}/_mapping", mapping.ToJsonString(), $"add fields to {index.Name}", cancel);
                _changed.Add($"fields of {index.Name}");
            }
        }
    }

    private static bool IsOld(JsonElement meta) =>
        meta.TryGetProperty("managed_by", out var by) && by.ValueKind == JsonValueKind.String && by.ValueEquals(Templates.ManagedBy)
        && meta.TryGetProperty("version", out var version) && version.TryGetInt32(out var number) && number < Templates.Version;

    private async Task IndexAsync(string index, CancellationToken cancel)
    {
        var there = await _server.SendAsync(HttpMethod.Get, $"{index}/_mapping?filter_path=*.mappings._meta", cancel);
        if (there.IsFine)
        {
            if (ServerJson.Text(there, "managed_by") == Templates.ManagedBy) _unchanged.Add($"index {index}");
            else _notes.Add($"{index} was made without Streams' template: types in it are guessed; delete or reindex it");
            return;
        }

        if (there.Status != 404) _server.Fail(there, $"show {index}");
        var made = await _server.SendAsync(HttpMethod.Put, index, cancel, "{}");
        if (!made.IsFine && !made.Problem.StartsWith("resource_already_exists", StringComparison.Ordinal)) _server.Fail(made, $"create {index}");
        _changed.Add($"index {index}");
    }
}
