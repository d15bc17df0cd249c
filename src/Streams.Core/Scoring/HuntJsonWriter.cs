using System.Text.Json;

namespace Streams.Core.Scoring;

/// <summary>Writes documents key by key, by hand: the order of keys is part of the contract.</summary>
internal sealed class HuntJsonWriter(Utf8JsonWriter json)
{
    public void Write(HuntDocument document)
    {
        json.WriteStartObject();
        json.WriteString("schema", document.Schema);
        List("inputs", document.Inputs, Write);
        json.WritePropertyName("totals");
        Write(document.Totals);
        List("accounts", document.Accounts, Write);
        List("rings", document.Rings, Write);
        Texts("notes", document.Notes);
        json.WriteEndObject();
    }

    public void Write(AccountDocument account)
    {
        json.WriteStartObject();
        json.WriteString("account", account.Account);
        Texts("names", account.Names);
        Number("score", account.Score);
        json.WriteString("level", account.Level);
        json.WriteString("level_origin", account.LevelOrigin);
        Time("score_as_of", account.ScoreAsOf);
        Number("peak_score", account.PeakScore);
        json.WriteString("peak_level", account.PeakLevel);
        Time("peak_time", account.PeakTime);
        Time("page_time", account.PageTime);
        Time("ticket_time", account.TicketTime);
        Number("priority", account.Priority);
        json.WriteString("ring", account.Ring);
        json.WriteNumber("events", account.Events);
        Texts("sources", account.Sources);
        Time("first_seen", account.FirstSeen);
        Time("last_seen", account.LastSeen);
        Number("score_without_top_reason", account.ScoreWithoutTopReason);
        Number("own_score", account.OwnScore);
        json.WriteStartObject("prior");
        Number("probability", account.Prior.Probability);
        json.WriteString("reason", account.Prior.Reason);
        json.WriteEndObject();
        List("points_by_group", account.PointsByGroup, Write);
        Number("inherited_from_ring", account.InheritedFromRing);
        Texts("missing", account.Missing);
        json.WriteString("floor", account.Floor);
        Write(account.Declared);
        Number("nearest_home_km", account.NearestHomeKm);
        Flag("never_at_home", account.NeverAtHome);
        List("presence", account.Presence, Write);
        Texts("benign_explanations", account.BenignExplanations);
        Texts("runbook", account.Runbook);
        json.WriteString("disclaimer", account.Disclaimer);
        List("findings", account.Findings, Write);
        json.WriteEndObject();
    }

    public void Write(RingDocument ring)
    {
        json.WriteStartObject();
        json.WriteString("id", ring.Id);
        Number("score", ring.Score);
        json.WriteString("level", ring.Level);
        Time("score_as_of", ring.ScoreAsOf);
        Number("peak_score", ring.PeakScore);
        json.WriteString("peak_level", ring.PeakLevel);
        Time("peak_time", ring.PeakTime);
        Time("page_time", ring.PageTime);
        Time("ticket_time", ring.TicketTime);
        Texts("accounts", ring.Accounts);
        List("artefacts", ring.Artefacts, Write);
        Texts("vendors", ring.Vendors);
        Texts("teams", ring.Teams);
        Texts("rules", ring.Rules);
        Time("first_seen", ring.FirstSeen);
        Time("last_seen", ring.LastSeen);
        json.WriteStartObject("points");
        foreach (var (name, points) in ring.Points) Number(name, points);
        json.WriteEndObject();
        Texts("reasons", ring.Reasons);
        List("findings", ring.Findings, Write);
        json.WriteEndObject();
    }

    public void Write(WithdrawnFinding withdrawn)
    {
        json.WriteStartObject();
        json.WriteString("account", withdrawn.Account);
        json.WritePropertyName("finding");
        Write(withdrawn.Finding);
        json.WriteEndObject();
    }

    private void Write(InputDocument input)
    {
        json.WriteStartObject();
        json.WriteString("path", input.Path);
        json.WriteString("format", input.Format);
        Counts(input.Read, input.Decoded, input.Ignored, input.Duplicate, input.Quarantined);
        json.WriteEndObject();
    }

    private void Write(TotalsDocument totals)
    {
        json.WriteStartObject();
        Counts(totals.Read, totals.Decoded, totals.Ignored, totals.Duplicate, totals.Quarantined);
        Time("first_event", totals.FirstEvent);
        Time("last_event", totals.LastEvent);
        json.WriteEndObject();
    }

    private void Counts(long read, long decoded, long ignored, long duplicate, long quarantined)
    {
        json.WriteNumber("read", read);
        json.WriteNumber("decoded", decoded);
        json.WriteNumber("ignored", ignored);
        json.WriteNumber("duplicate", duplicate);
        json.WriteNumber("quarantined", quarantined);
    }

    public void Write(FindingDocument finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("rule", finding.Rule);
        json.WriteString("name", finding.Name);
        Time("time", finding.Time);
        Time("last_time", finding.LastTime);
        json.WriteNumber("count", finding.Count);
        Number("strength", finding.Strength);
        Number("weight", finding.Weight);
        Number("points", finding.Points);
        json.WriteString("group", finding.Group);
        json.WriteString("summary", finding.Summary);
        json.WriteStartObject("facts");
        foreach (var (name, value) in finding.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal)) Fact(name,
            value);
        json.WriteEndObject();
        Texts("counterparts", finding.Counterparts);
        Texts("attack", finding.Attack);
        json.WriteString("threshold", finding.Threshold);
        json.WriteString("threshold_origin", finding.ThresholdOrigin);
        json.WriteString("prevention", finding.Prevention);
        Write(finding.Suppressed);
        List("evidence", finding.Evidence, Write);
        json.WriteEndObject();
    }

    private void Write(SuppressedDocument? suppressed)
    {
        if (suppressed is null)
        {
            json.WriteNull("suppressed");
            return;
        }

        json.WriteStartObject("suppressed");
        json.WriteString("reason", suppressed.Reason);
        json.WriteString("owner", suppressed.Owner);
        Time("until", suppressed.Until);
        json.WriteEndObject();
    }

    private void Write(EvidenceDocument evidence)
    {
        json.WriteStartObject();
        Time("time", evidence.Time);
        json.WriteString("source", evidence.Source);
        json.WriteString("format", evidence.Format);
        json.WriteString("path", evidence.Path);
        json.WriteNumber("record", evidence.Record);
        json.WriteString("event_id", evidence.EventId);
        json.WriteString("ip", evidence.Ip);
        json.WriteString("country", evidence.Country);
        json.WriteString("kind", evidence.Kind);
        json.WriteString("network_class", evidence.NetworkClass);
        Number("latitude", evidence.Latitude);
        Number("longitude", evidence.Longitude);
        json.WriteEndObject();
    }

    public void Write(GroupDocument group)
    {
        json.WriteStartObject();
        json.WriteString("group", group.Group);
        Number("capped", group.Capped);
        Number("uncapped", group.Uncapped);
        json.WriteEndObject();
    }

    private void Write(PresenceDay day)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch_day", day.EpochDay);
        json.WriteNumber("half_hours", day.HalfHours);
        json.WriteEndObject();
    }

    public void Write(RingArtefactDocument artefact)
    {
        json.WriteStartObject();
        json.WriteString("type", artefact.Type);
        json.WriteString("value", artefact.Value);
        Texts("accounts", artefact.Accounts);
        json.WriteEndObject();
    }

    public void Write(DeclaredDocument? declared)
    {
        if (declared is null)
        {
            json.WriteNull("declared");
            return;
        }

        json.WriteStartObject("declared");
        json.WriteString("country", declared.Country);
        json.WriteString("time_zone", declared.TimeZone);
        Number("latitude", declared.Latitude);
        Number("longitude", declared.Longitude);
        json.WriteString("kind", declared.Kind);
        Flag("remote", declared.Remote);
        json.WriteString("vendor", declared.Vendor);
        json.WriteString("team", declared.Team);
        json.WriteString("hired", declared.Hired);
        json.WriteString("exits", declared.Exits);
        json.WriteEndObject();
    }

    public void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    public void Texts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>JSON has no NaN: what is not a number is null.</summary>
    public void Number(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public void Flag(string name, bool? value)
    {
        if (value is { } flag) json.WriteBoolean(name, flag);
        else json.WriteNull(name);
    }

    public void Time(string name, long? time)
    {
        if (time is { } known) json.WriteString(name, HuntJson.Time(known));
        else json.WriteNull(name);
    }

    private void Fact(string name, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case null:
                json.WriteNull(name);
                break;
            default:
                Number(name, Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
