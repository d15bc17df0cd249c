using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>
/// As much of Kibana's query language as the dashboards speak: field: value, field: *, and, or, not, parentheses. Both as
/// the query that Kibana would send, and as a plain predicate over a document, to hold one against the other.
/// </summary>
internal abstract record Kuery
{
    public static Kuery Parse(string text)
    {
        var tokens = new Queue<string>(Regex.Matches(text, "\"[^\"]*\"|[():]|[^\\s():\"]+").Select(m => m.Value));
        if (tokens.Count == 0) return new All();
        var query = Or(tokens);
        if (tokens.Count > 0) throw new FormatException($"'{tokens.Peek()}' too much in: {text}");
        return query;
    }

    public abstract JsonObject ToQuery();

    public abstract bool Matches(JsonElement document);

    public abstract IEnumerable<string> Fields { get; }

    private static Kuery Or(Queue<string> tokens)
    {
        var parts = new List<Kuery> { And(tokens) };
        while (Take(tokens, "or")) parts.Add(And(tokens));
        return parts.Count == 1 ? parts[0] : new Any(parts);
    }

    private static Kuery And(Queue<string> tokens)
    {
        var parts = new List<Kuery> { Not(tokens) };
        while (Take(tokens, "and")) parts.Add(Not(tokens));
        return parts.Count == 1 ? parts[0] : new Every(parts);
    }

    private static Kuery Not(Queue<string> tokens) => Take(tokens, "not") ? new None(Not(tokens)) : One(tokens);

    private static Kuery One(Queue<string> tokens)
    {
        if (Take(tokens, "("))
        {
            var inner = Or(tokens);
            if (!Take(tokens, ")")) throw new FormatException("a parenthesis is not closed");
            return inner;
        }

        var field = tokens.Dequeue().Trim('"');
        if (!Take(tokens, ":")) throw new FormatException($"a colon is missing after {field}");
        return new Term(field, tokens.Dequeue().Trim('"'));
    }

    private static bool Take(Queue<string> tokens, string token)
    {
        if (!tokens.TryPeek(out var next) || next != token) return false;
        tokens.Dequeue();
        return true;
    }

    private static JsonObject Bool(string clause, IEnumerable<Kuery> parts) =>
        new() { ["bool"] = new JsonObject { [clause] = new JsonArray([.. parts.Select(p => p.ToQuery())]) } };

    private sealed record All : Kuery
    {
        public override IEnumerable<string> Fields => [];

        public override JsonObject ToQuery() => new() { ["match_all"] = new JsonObject() };

        public override bool Matches(JsonElement document) => true;
    }

    private sealed record Term(string Field, string Value) : Kuery
    {
        public override IEnumerable<string> Fields => [Field];

        public override JsonObject ToQuery() => Value == "*"
            ? new JsonObject { ["exists"] = new JsonObject { ["field"] = Field } }
            : new JsonObject { ["match"] = new JsonObject { [Field] = Value } };

        public override bool Matches(JsonElement document)
        {
            var values = Documents.Values(document, Field).ToList();
            return Value == "*" ? values.Count > 0 : values.Any(v => Documents.Text(v) == Value);
        }
    }

    private sealed record Every(IReadOnlyList<Kuery> Parts) : Kuery
    {
        public override IEnumerable<string> Fields => Parts.SelectMany(p => p.Fields);

        public override JsonObject ToQuery() => Bool("filter", Parts);

        public override bool Matches(JsonElement document) => Parts.All(p => p.Matches(document));
    }

    private sealed record Any(IReadOnlyList<Kuery> Parts) : Kuery
    {
        public override IEnumerable<string> Fields => Parts.SelectMany(p => p.Fields);

        public override JsonObject ToQuery() => Bool("should", Parts);

        public override bool Matches(JsonElement document) => Parts.Any(p => p.Matches(document));
    }

    private sealed record None(Kuery Part) : Kuery
    {
        public override IEnumerable<string> Fields => Part.Fields;

        public override JsonObject ToQuery() => Bool("must_not", [Part]);

        public override bool Matches(JsonElement document) => !Part.Matches(document);
    }
}

/// <summary>Stored documents, read by dotted name.</summary>
internal static class Documents
{
    public static IEnumerable<JsonElement> Values(JsonElement document, string field)
    {
        var at = document;
        foreach (var name in field.Split('.'))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return [];
        return at.ValueKind == JsonValueKind.Array ? at.EnumerateArray() : [at];
    }

    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };

    /// <summary>A number, or the milliseconds of a time.</summary>
    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
