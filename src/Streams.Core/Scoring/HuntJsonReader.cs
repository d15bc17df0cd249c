using System.Globalization;
using System.Text.Json;

namespace Streams.Core.Scoring;

/// <summary>
/// Reads documents back. Keys that are not known are passed over: a newer version may have added them.
/// </summary>
internal static class HuntJsonReader
{
    public static HuntDocument Hunt(JsonElement e)
    {
        var schema = Text(e, "schema");
        if (schema != HuntJson.Schema) throw new JsonException($"schema is '{schema}', expected '{HuntJson.Schema}'");
        var totals = e.GetProperty("totals");
        return new HuntDocument
        {
            Schema = schema,
            Inputs = List(e, "inputs", Input),
            Totals = new TotalsDocument(
                Count(totals, "read"), Count(totals, "decoded"), Count(totals, "ignored"), Count(totals, "duplicate"),
                Count(totals, "quarantined"), MaybeTime(totals, "first_event"), MaybeTime(totals, "last_event")),
            Accounts = List(e, "accounts", Account),
            Rings = List(e, "rings", Ring),
            Notes = Texts(e, "notes"),
        };
    }

    public static AccountDocument Account(JsonElement e) => new()
    {
        Account = Text(e, "account"),
        Names = Texts(e, "names"),
        Score = Number(e, "score"),
        Level = Text(e, "level"),
        LevelOrigin = MaybeText(e, "level_origin") ?? "score",
        ScoreAsOf = MaybeTime(e, "score_as_of"),
        PeakScore = Number(e, "peak_score"),
        PeakLevel = Text(e, "peak_level"),
        PeakTime = MaybeTime(e, "peak_time"),
        PageTime = MaybeTime(e, "page_time"),
        TicketTime = MaybeTime(e, "ticket_time"),
        Priority = Number(e, "priority"),
        Ring = MaybeText(e, "ring"),
        Events = Count(e, "events"),
        Sources = Texts(e, "sources"),
        FirstSeen = MaybeTime(e, "first_seen"),
        LastSeen = MaybeTime(e, "last_seen"),
        ScoreWithoutTopReason = Number(e, "score_without_top_reason"),
        OwnScore = Number(e, "own_score"),
        Prior = Has(e, "prior", out var prior)
            ? new PriorDocument(Number(prior, "probability"), Text(prior, "reason"))
            : new PriorDocument(0, ""),
        PointsByGroup = List(e, "points_by_group", group => new GroupDocument(
            Text(group, "group"), Number(group, "capped"), Number(group, "uncapped"))),
        InheritedFromRing = Number(e, "inherited_from_ring"),
        Missing = Texts(e, "missing"),
        Floor = MaybeText(e, "floor"),
        Declared = Has(e, "declared", out var declared) ? Declared(declared) : null,
        NearestHomeKm = MaybeNumber(e, "nearest_home_km"),
        NeverAtHome = MaybeFlag(e, "never_at_home"),
        Presence = List(e, "presence", day => new PresenceDay(
            day.GetProperty("epoch_day").GetInt32(), day.GetProperty("half_hours").GetUInt64())),
        BenignExplanations = Texts(e, "benign_explanations"),
        Runbook = Texts(e, "runbook"),
        Disclaimer = MaybeText(e, "disclaimer") ?? "",
        Findings = List(e, "findings", Finding),
    };

    public static RingDocument Ring(JsonElement e) => new()
    {
        Id = Text(e, "id"),
        Score = Number(e, "score"),
        Level = Text(e, "level"),
        ScoreAsOf = MaybeTime(e, "score_as_of"),
        PeakScore = Number(e, "peak_score"),
        PeakLevel = Text(e, "peak_level"),
        PeakTime = MaybeTime(e, "peak_time"),
        PageTime = MaybeTime(e, "page_time"),
        TicketTime = MaybeTime(e, "ticket_time"),
        Accounts = Texts(e, "accounts"),
        Artefacts = List(e, "artefacts", artefact => new RingArtefactDocument(
            Text(artefact, "type"), Text(artefact, "value"), Texts(artefact, "accounts"))),
        Vendors = Texts(e, "vendors"),
        Teams = Texts(e, "teams"),
        Rules = Texts(e, "rules"),
        FirstSeen = MaybeTime(e, "first_seen"),
        LastSeen = MaybeTime(e, "last_seen"),
        Points = Has(e, "points", out var points)
            ? points.EnumerateObject().ToDictionary(point => point.Name, point => point.Value.GetDouble())
            : new Dictionary<string, double>(),
        Reasons = Texts(e, "reasons"),
        Findings = List(e, "findings", Finding),
    };

    public static WithdrawnFinding Withdrawn(JsonElement e) => new(Text(e, "account"), Finding(e.GetProperty("finding")));

    public static FindingDocument Finding(JsonElement e) => new()
    {
        Id = Text(e, "id"),
        Rule = Text(e, "rule"),
        Name = Text(e, "name"),
        Time = Time(e, "time"),
        LastTime = MaybeTime(e, "last_time") ?? Time(e, "time"),
        Count = (int)Count(e, "count"),
        Strength = Number(e, "strength"),
        Weight = Number(e, "weight"),
        Points = Number(e, "points"),
        Group = Text(e, "group"),
        Summary = Text(e, "summary"),
        Facts = Has(e, "facts", out var facts)
            ? new SortedDictionary<string, object?>(facts.EnumerateObject()
                .ToDictionary(fact => fact.Name, fact => Value(fact.Value)), StringComparer.Ordinal)
            : new SortedDictionary<string, object?>(StringComparer.Ordinal),
        Counterparts = Texts(e, "counterparts"),
        Attack = Texts(e, "attack"),
        Threshold = MaybeText(e, "threshold") ?? "",
        ThresholdOrigin = MaybeText(e, "threshold_origin") ?? "",
        Prevention = MaybeText(e, "prevention") ?? "",
        Suppressed = Has(e, "suppressed", out var row)
            ? new SuppressedDocument(Text(row, "reason"), Text(row, "owner"), Time(row, "until")) : null,
        Evidence = List(e, "evidence", Evidence),
    };

    private static EvidenceDocument Evidence(JsonElement e) => new(
        Time(e, "time"), Text(e, "source"), Text(e, "format"), Text(e, "path"), Count(e, "record"), Text(e, "event_id"),
        MaybeText(e, "ip"), MaybeText(e, "country"), MaybeText(e, "kind") ?? "", MaybeText(e, "network_class") ?? "",
        MaybeNumber(e, "latitude"), MaybeNumber(e, "longitude"));

    private static InputDocument Input(JsonElement e) => new(
        Text(e, "path"), MaybeText(e, "format"), Count(e, "read"), Count(e, "decoded"), Count(e, "ignored"),
            Count(e, "duplicate"),
        Count(e, "quarantined"));

    internal static DeclaredDocument Declared(JsonElement e) => new(
        MaybeText(e, "country"), MaybeText(e, "time_zone"), MaybeNumber(e, "latitude"), MaybeNumber(e, "longitude"),
            MaybeText(e, "kind"),
        MaybeFlag(e, "remote"), MaybeText(e, "vendor"), MaybeText(e, "team"), MaybeText(e, "hired"),
            MaybeText(e, "exits"));

    private static object? Value(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.String => e.GetString(),
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    internal static bool Has(JsonElement e, string name, out JsonElement value) =>
        e.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    internal static string Text(JsonElement e, string name) =>
        e.GetProperty(name).GetString() ?? throw new JsonException(name + " is null");

    internal static string? MaybeText(JsonElement e, string name) =>
        Has(e, name, out var value) ? value.GetString() : null;

    internal static double Number(JsonElement e, string name) => MaybeNumber(e, name) ?? 0;

    internal static double? MaybeNumber(JsonElement e, string name) =>
        Has(e, name, out var value) ? value.GetDouble() : null;

    internal static bool? MaybeFlag(JsonElement e, string name) =>
        Has(e, name, out var value) ? value.GetBoolean() : null;

    internal static long Count(JsonElement e, string name) => Has(e, name, out var value) ? value.GetInt64() : 0;

    internal static long Time(JsonElement e, string name) =>
        MaybeTime(e, name) ?? throw new JsonException(name + " is missing");

    internal static long? MaybeTime(JsonElement e, string name)
    {
        if (MaybeText(e, name) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new JsonException($"{name} is '{text}', expected an RFC 3339 time");
    }

    internal static IReadOnlyList<string> Texts(JsonElement e, string name) =>
        List(e, name, text => text.GetString() ?? "");

    internal static IReadOnlyList<T> List<T>(JsonElement e, string name, Func<JsonElement, T> read) =>
        Has(e, name, out var list) ? [.. list.EnumerateArray().Select(read)] : [];
}
