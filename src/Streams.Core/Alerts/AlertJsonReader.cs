using System.Text.Json;
using Streams.Core.Scoring;
using static Streams.Core.Scoring.HuntJsonReader;

namespace Streams.Core.Alerts;

/// <summary>Reads alerts back. Keys that are not known are passed over: a newer version may have added them.</summary>
internal static class AlertJsonReader
{
    public static AlertDocument Alert(JsonElement e)
    {
        var schema = Text(e, "schema");
        if (schema != AlertDocument.SchemaName)
            throw new JsonException($"schema is '{schema}', expected '{AlertDocument.SchemaName}'");
        return new AlertDocument
        {
            Id = Text(e, "id"),
            Kind = Text(e, "kind"),
            Transition = (int)Count(e, "transition"),
            Status = Text(e, "status"),
            Disposition = Text(e, "disposition"),
            OpenedAs = MaybeText(e, "opened_as") ?? "",
            SubjectType = Text(e, "subject_type"),
            Account = MaybeText(e, "account"),
            Names = Texts(e, "names"),
            Members = Texts(e, "members"),
            Episode = (int)Count(e, "episode"),
            Cause = MaybeText(e, "cause") ?? "",
            Opened = Time(e, "opened"),
            Updated = Time(e, "updated"),
            Closed = MaybeTime(e, "closed"),
            CloseReason = MaybeText(e, "close_reason"),
            Score = Number(e, "score"),
            Level = Text(e, "level"),
            LevelOrigin = MaybeText(e, "level_origin") ?? "score",
            ScorePaged = Number(e, "score_paged"),
            ScoreWithoutContext = Number(e, "score_without_context"),
            ScoreWithoutTopReason = Number(e, "score_without_top_reason"),
            PeakScore = Number(e, "peak_score"),
            Ring = MaybeText(e, "ring"),
            Prior = Has(e, "prior", out var prior)
                ? new PriorDocument(Number(prior, "probability"), Text(prior, "reason"))
                : new PriorDocument(0, ""),
            PointsByGroup = List(e, "points_by_group", group => new GroupDocument(
                Text(group, "group"), Number(group, "capped"), Number(group, "uncapped"))),
            InheritedFromRing = Number(e, "inherited_from_ring"),
            Floor = MaybeText(e, "floor"),
            Reasons = List(e, "reasons", Reason),
            ReasonCount = (int)Count(e, "reason_count"),
            Suppressed = List(e, "suppressed", row => new AlertSuppression(
                Text(row, "finding"), Text(row, "rule"), Text(row, "reason"), Text(row, "owner"), Time(row, "until"))),
            SuppressedCount = (int)Count(e, "suppressed_count"),
            Missing = Texts(e, "missing"),
            Counterparts = Texts(e, "counterparts"),
            Artefacts = List(e, "artefacts", artefact => new RingArtefactDocument(
                Text(artefact, "type"), Text(artefact, "value"), Texts(artefact, "accounts"))),
            Declared = Has(e, "declared", out var declared) ? Declared(declared) : null,
            NearestHomeKm = MaybeNumber(e, "nearest_home_km"),
            NeverAtHome = MaybeFlag(e, "never_at_home"),
            ManagedDevice = MaybeFlag(e, "managed_device"),
            Vendors = Texts(e, "vendors"),
            Teams = Texts(e, "teams"),
            FirstSeen = MaybeTime(e, "first_seen"),
            LastSeen = MaybeTime(e, "last_seen"),
            Earlier = List(e, "earlier", earlier => new EarlierAlert(
                Text(earlier, "id"), Text(earlier, "disposition"), Time(earlier, "opened"), Time(earlier, "closed"),
                Text(earlier, "reason"))),
            BenignExplanations = Texts(e, "benign_explanations"),
            Runbook = Texts(e, "runbook"),
            Disclaimer = MaybeText(e, "disclaimer") ?? AlertDocument.ProofDisclaimer,
        };
    }

    public static TriageRecord Triage(JsonElement e) => new()
    {
        Alert = Text(e, "alert"),
        Status = Text(e, "status"),
        Reason = MaybeText(e, "reason"),
        Note = MaybeText(e, "note"),
        Assignee = MaybeText(e, "assignee"),
        Tags = Texts(e, "tags"),
        Time = Time(e, "time"),
    };

    private static AlertReason Reason(JsonElement e) => new()
    {
        Finding = MaybeText(e, "finding"),
        Rule = Text(e, "rule"),
        Name = Text(e, "name"),
        Group = Text(e, "group"),
        Points = Number(e, "points"),
        Strength = Number(e, "strength"),
        Weight = Number(e, "weight"),
        Summary = Text(e, "summary"),
        Time = MaybeTime(e, "time"),
        LastTime = MaybeTime(e, "last_time"),
        Count = (int)Count(e, "count"),
        Threshold = MaybeText(e, "threshold") ?? "",
        ThresholdOrigin = MaybeText(e, "threshold_origin") ?? "",
        Prevention = MaybeText(e, "prevention") ?? "",
        Attack = Texts(e, "attack"),
    };
}
