using System.Globalization;
using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

/// <summary>
/// A place where the expectation is wrong, with the reason. One that no longer disagrees fails the test too.
/// </summary>
public sealed record Known(string File, int Record, string Field, string Reason);

/// <summary>
/// Decodes every sample of a folder that has a <c>-expected.json</c> twin and compares time, account, public address,
/// kind and outcome.
/// </summary>
public static class Conformance
{
    /// <param name="folder">Sample folder, as a rule the format's name.</param>
    /// <param name="known">Disagreements that are the expectation's fault, by record (from 0) and field.</param>
    /// <param name="settings">Settings of a file's source: zone, domain.</param>
    /// <param name="only">Restricts to some files; all if null.</param>
    public static void Run(
        string folder, Known[]? known = null, Func<string, SourceSettings>? settings = null, Func<string, bool>? only = null)
    {
        if (Shared.IsMissing) return;
        var disagreements = new List<(string File, int Record, string Field, string Text)>();
        var compared = 0;
        foreach (var file in SampleRecords.Files(folder))
        {
            var name = Path.GetFileName(file);
            if (!File.Exists(file + "-expected.json") || (only is not null && !only(name))) continue;
            compared += Compare(file, name, settings?.Invoke(name) ?? SourceSettings.Default, disagreements);
        }

        compared.ShouldBeGreaterThan(0, $"nothing to compare in {folder}");
        var listed = (known ?? []).Select(k => (k.File, k.Record, k.Field)).ToHashSet();
        var found = disagreements.Select(d => (d.File, d.Record, d.Field)).ToHashSet();
        var problems = disagreements.Where(d => !listed.Contains((d.File, d.Record, d.Field))).Select(d => d.Text)
            .Concat(listed.Where(k => !found.Contains(k)).Select(k => $"{k.File}#{k.Record} {k.Field}: listed as known, but it agrees"))
            .ToList();
        problems.ShouldBeEmpty(string.Join('\n', problems));
    }

    private static int Compare(
        string file, string name, SourceSettings settings, List<(string File, int Record, string Field, string Text)> disagreements)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file + "-expected.json"));
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("expected", out var expected))
        {
            return 0;
        }

        var decoder = new Decoder();
        var seen = SampleRecords.Read(file).SelectMany(record => Collector.Decode(record, settings, decoder)).ToList();
        if (seen.Count != expected.GetArrayLength())
        {
            disagreements.Add((name, -1, "count", $"{name}: {expected.GetArrayLength()} expected, {seen.Count} records came out"));
        }

        var compared = 0;
        foreach (var (item, index) in expected.EnumerateArray().Take(seen.Count).Select((item, index) => (item, index)))
        {
            if (item.ValueKind != JsonValueKind.Object) continue;
            compared++;
            foreach (var (field, wanted, actual) in Differences(item, seen[index]))
            {
                var text = $"{name}#{index} {field}: expected '{wanted}', decoded '{actual}' [{seen[index].Format} {seen[index].Activity.Kind.Name()}]";
                disagreements.Add((name, index, field, text));
            }
        }

        return compared;
    }

    private static IEnumerable<(string Field, string Expected, string Actual)> Differences(JsonElement item, Seen seen)
    {
        if (seen.Status == DecodeStatus.Quarantined)
        {
            return [("status", "decoded", $"quarantined: {seen.Reason}")];
        }

        if (item.TryGetProperty("kind", out _)) return Canonical(item, seen);
        // What is ignored was understood and is of no use: only its being understood is compared.
        return seen.Status == DecodeStatus.Ignored ? [] : EcsExpectation.Compare(item, seen);
    }

    private static IEnumerable<(string Field, string Expected, string Actual)> Canonical(JsonElement item, Seen seen)
    {
        var activity = seen.Activity;
        if (EcsExpectation.Get(item, "time") is { } time && Ms(time) != activity.Time) yield return ("time", time, Time(activity.Time));
        if (EcsExpectation.Get(item, "kind") is { } kind && kind != activity.Kind.Name()) yield return ("kind", kind, activity.Kind.Name());
        if (EcsExpectation.Get(item, "outcome") is { } outcome && outcome != activity.Outcome.Name())
        {
            yield return ("outcome", outcome, activity.Outcome.Name());
        }

        if (Has(item, "src", "ip"))
        {
            var ip = IpAddress.Parse(EcsExpectation.Get(item, "src.ip") ?? "");
            if (ip != activity.Ip) yield return ("ip", ip.ToString(), activity.Ip.ToString());
        }

        if (Has(item, "vpn", "ip"))
        {
            var ip = IpAddress.Parse(EcsExpectation.Get(item, "vpn.ip") ?? "");
            if (ip != activity.VpnIp) yield return ("vpn.ip", ip.ToString(), activity.VpnIp.ToString());
        }

        foreach (var (path, field) in Texts)
        {
            if (EcsExpectation.Get(item, path) is { } text && text != (seen.Text(field) ?? ""))
            {
                yield return (path, text, seen.Text(field) ?? "");
            }
        }
    }

    private static readonly (string Path, TextField Field)[] Texts =
    [
        ("account.id", TextField.AccountId), ("account.email", TextField.Email), ("account.login", TextField.Login),
        ("account.displayName", TextField.DisplayName), ("session", TextField.Session), ("eventId", TextField.EventId),
        ("app", TextField.App), ("tenant", TextField.Tenant), ("device.id", TextField.DeviceId), ("device.name", TextField.DeviceName),
        ("device.fingerprint", TextField.DeviceFingerprint), ("mfa", TextField.Mfa), ("commit.repo", TextField.Repo),
    ];

    private static bool Has(JsonElement item, string outer, string inner) =>
        item.TryGetProperty(outer, out var element) && element.ValueKind == JsonValueKind.Object && element.TryGetProperty(inner, out _);

    internal static long? Ms(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? parsed.ToUnixTimeMilliseconds()
            : null;

    internal static string Time(long ms) =>
        ms == Activity.NoTime ? "none" : DateTime.UnixEpoch.AddMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
