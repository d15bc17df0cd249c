using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>The JSON of a hunt.</summary>
public sealed class HuntOutcome
{
    private HuntOutcome(JsonNode root) => Root = root;

    public JsonNode Root { get; }

    public JsonArray Accounts => Root["accounts"]!.AsArray();

    public JsonArray Rings => Root["rings"]!.AsArray();

    public JsonArray Inputs => Root["inputs"]!.AsArray();

    public static HuntOutcome Of(ReadOnlySpan<byte> json) => new(JsonNode.Parse(json)!);

    public static HuntOutcome Load(string path) => Of(File.ReadAllBytes(path));

    public JsonNode? Account(string name) => Accounts.FirstOrDefault(a => (string?)a!["account"] == name);

    public static string[] RulesOf(JsonNode account) =>
        [.. account["findings"]!.AsArray().Select(f => (string)f!["rule"]!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// Accounts, findings and rings as text, without what may differ where only the files differ: inputs, paths and
    /// records.
    /// </summary>
    public string Comparable
    {
        get
        {
            var kept = new JsonObject { ["accounts"] = Accounts.DeepClone(), ["rings"] = Rings.DeepClone() };
            Strip(kept);
            return kept.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        }
    }

    /// <summary>interfaces.md: holds for every input, and for the sum of them.</summary>
    public HuntOutcome Reconciles()
    {
        foreach (var counts in Inputs.Append(Root["totals"]))
        {
            Count(counts!, "read").ShouldBe(
                Count(counts!, "decoded") + Count(counts!, "ignored") + Count(counts!, "duplicate") + Count(counts!, "quarantined"),
                counts!.ToJsonString());
        }

        foreach (var name in new[] { "read", "decoded", "ignored", "duplicate", "quarantined" })
            Count(Root["totals"]!, name).ShouldBe(Inputs.Sum(i => Count(i!, name)), name);
        return this;
    }

    public long Total(string name) => Count(Root["totals"]!, name);

    public static long Count(JsonNode counts, string name) => (long)counts[name]!;

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) Strip(item);
        }
        else if (node is JsonObject @object)
        {
            if (@object.ContainsKey("record")) @object.Remove("record");
            if (@object.ContainsKey("path")) @object.Remove("path");
            foreach (var (_, value) in @object) Strip(value);
        }
    }
}
