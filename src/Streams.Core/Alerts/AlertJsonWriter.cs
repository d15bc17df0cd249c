using System.Text.Json;
using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>Key by key, by hand: the order of keys is part of the contract.</summary>
internal sealed class AlertJsonWriter(Utf8JsonWriter json)
{
    private readonly HuntJsonWriter _parts = new(json);

    public void Write(AlertDocument alert)
    {
        json.WriteStartObject();
        json.WriteString("schema", alert.Schema);
        json.WriteString("id", alert.Id);
        json.WriteString("kind", alert.Kind);
        json.WriteNumber("transition", alert.Transition);
        json.WriteString("status", alert.Status);
        json.WriteString("disposition", alert.Disposition);
        json.WriteString("opened_as", alert.OpenedAs);
        json.WriteString("subject_type", alert.SubjectType);
        json.WriteString("account", alert.Account);
        _parts.Texts("names", alert.Names);
        _parts.Texts("members", alert.Members);
        json.WriteNumber("episode", alert.Episode);
        json.WriteString("cause", alert.Cause);
        _parts.Time("opened", alert.Opened);
        _parts.Time("updated", alert.Updated);
        _parts.Time("closed", alert.Closed);
        json.WriteString("close_reason", alert.CloseReason);
        _parts.Number("score", alert.Score);
        json.WriteString("level", alert.Level);
        json.WriteString("level_origin", alert.LevelOrigin);
        _parts.Number("score_paged", alert.ScorePaged);
        _parts.Number("score_without_context", alert.ScoreWithoutContext);
        _parts.Number("score_without_top_reason", alert.ScoreWithoutTopReason);
        _parts.Number("peak_score", alert.PeakScore);
        json.WriteString("ring", alert.Ring);
        json.WriteStartObject("prior");
        _parts.Number("probability", alert.Prior.Probability);
        json.WriteString("reason", alert.Prior.Reason);
        json.WriteEndObject();
        _parts.List("points_by_group", alert.PointsByGroup, _parts.Write);
        _parts.Number("inherited_from_ring", alert.InheritedFromRing);
        json.WriteString("floor", alert.Floor);
        _parts.List("reasons", alert.Reasons, Write);
        json.WriteNumber("reason_count", alert.ReasonCount);
        _parts.List("suppressed", alert.Suppressed, Write);
        json.WriteNumber("suppressed_count", alert.SuppressedCount);
        _parts.Texts("missing", alert.Missing);
        _parts.Texts("counterparts", alert.Counterparts);
        _parts.List("artefacts", alert.Artefacts, _parts.Write);
        _parts.Write(alert.Declared);
        _parts.Number("nearest_home_km", alert.NearestHomeKm);
        _parts.Flag("never_at_home", alert.NeverAtHome);
        _parts.Flag("managed_device", alert.ManagedDevice);
        _parts.Texts("vendors", alert.Vendors);
        _parts.Texts("teams", alert.Teams);
        _parts.Time("first_seen", alert.FirstSeen);
        _parts.Time("last_seen", alert.LastSeen);
        _parts.List("earlier", alert.Earlier, Write);
        _parts.Texts("benign_explanations", alert.BenignExplanations);
        _parts.Texts("runbook", alert.Runbook);
        json.WriteString("disclaimer", alert.Disclaimer);
        json.WriteEndObject();
    }

    public void Write(TriageRecord triage)
    {
        json.WriteStartObject();
        json.WriteString("alert", triage.Alert);
        json.WriteString("status", triage.Status);
        json.WriteString("reason", triage.Reason);
        json.WriteString("note", triage.Note);
        json.WriteString("assignee", triage.Assignee);
        _parts.Texts("tags", triage.Tags);
        _parts.Time("time", triage.Time);
        json.WriteEndObject();
    }

    private void Write(AlertReason reason)
    {
        json.WriteStartObject();
        json.WriteString("finding", reason.Finding);
        json.WriteString("rule", reason.Rule);
        json.WriteString("name", reason.Name);
        json.WriteString("group", reason.Group);
        _parts.Number("points", reason.Points);
        _parts.Number("strength", reason.Strength);
        _parts.Number("weight", reason.Weight);
        json.WriteString("summary", reason.Summary);
        _parts.Time("time", reason.Time);
        _parts.Time("last_time", reason.LastTime);
        json.WriteNumber("count", reason.Count);
        json.WriteString("threshold", reason.Threshold);
        json.WriteString("threshold_origin", reason.ThresholdOrigin);
        json.WriteString("prevention", reason.Prevention);
        _parts.Texts("attack", reason.Attack);
        json.WriteEndObject();
    }

    private void Write(AlertSuppression suppressed)
    {
        json.WriteStartObject();
        json.WriteString("finding", suppressed.Finding);
        json.WriteString("rule", suppressed.Rule);
        json.WriteString("reason", suppressed.Reason);
        json.WriteString("owner", suppressed.Owner);
        _parts.Time("until", suppressed.Until);
        json.WriteEndObject();
    }

    private void Write(EarlierAlert earlier)
    {
        json.WriteStartObject();
        json.WriteString("id", earlier.Id);
        json.WriteString("disposition", earlier.Disposition);
        _parts.Time("opened", earlier.Opened);
        _parts.Time("closed", earlier.Closed);
        json.WriteString("reason", earlier.Reason);
        json.WriteEndObject();
    }
}
