namespace Streams.Core.Formats;

/// <summary>
/// The keys that tell a wrapper (a batch, a bus event, a Beats envelope) from a vendor's record. They stand in every
/// table, so one
/// pass answers both questions and the answer does not depend on which format was tried first.
/// </summary>
internal sealed class JsonEnvelope
{
    private readonly JsonRows[] _batches;
    private readonly JsonRows _events;
    private readonly JsonField _eventJson, _eventData, _eventLogId;
    private readonly JsonField _detail, _detailType;
    private readonly JsonField _beat, _agentType, _ecsVersion, _dataset, _streamDataset;

    public JsonEnvelope(JsonTable table)
    {
        _batches = [table.Rows("records"), table.Rows("Records"), table.Rows("items"), table.Rows("data.events")];
        _events = table.Rows("events");
        _eventJson = _events.Field("json");
        _eventData = _events.Field("data");
        _eventLogId = _events.Field("log_id");
        _detail = table.Field("detail");
        _detailType = table.Field("detail-type");
        Message = table.Field("message");
        Original = table.Field("event.original");
        _beat = table.Field("'@metadata'.beat");
        _agentType = table.Field("agent.type");
        _ecsVersion = table.Field("ecs.version");
        _dataset = table.Field("event.dataset");
        _streamDataset = table.Field("data_stream.dataset");
        ZoneText = table.Field("event.timezone");
        ZoneOffset = table.Field("_conf.tz_offset");
    }

    public JsonField Message { get; }

    public JsonField Original { get; }

    /// <summary>Zone that the shipper noted for a payload whose times have none.</summary>
    public JsonField ZoneText { get; }

    public JsonField ZoneOffset { get; }

    /// <summary>Records of a batch, as positions in the buffer that was read; false if this is none.</summary>
    public bool TryBatch(in JsonFields fields, List<JsonSlot> records)
    {
        foreach (var batch in _batches)
        {
            if (fields.Kind(batch.Array) == JsonKind.None) continue;
            foreach (var row in fields.Rows(batch))
            {
                if (row.Kind(batch.Self) != JsonKind.Object) break;
                Add(row, batch, records);
            }

            if (records.Count > 0) return true;
        }

        if (fields.Kind(_events.Array) == JsonKind.None) return false;
        foreach (var row in fields.Rows(_events))
        {
            if (row.Kind(_eventJson) == JsonKind.Object) records.Add(row.Slot(_eventJson));
            else if (row.Kind(_eventData) != JsonKind.Object) return false;
            else records.Add(row.Slot(row.Has(_eventLogId) ? _events.Self : _eventData));
        }

        return records.Count > 0;
    }

    /// <summary>The payload object of a bus event (EventBridge).</summary>
    public bool TryDetail(in JsonFields fields, out JsonSlot detail)
    {
        detail = fields.Slot(_detail);
        return detail.Kind == JsonKind.Object && fields.Has(_detailType);
    }

    /// <summary>A batch with nothing in it: understood, and no record.</summary>
    public bool IsEmptyBatch(in JsonFields fields)
    {
        foreach (var batch in _batches)
        {
            if (fields.Kind(batch.Array) == JsonKind.Array && fields.Count(batch.Array) == 0) return true;
        }

        return false;
    }

    /// <summary>A shipper's envelope: the vendor's own line is a string in it.</summary>
    public bool TryPayload(in JsonFields fields, out JsonField payload)
    {
        payload = fields.Kind(Original) == JsonKind.String ? Original : Message;
        return fields.Kind(payload) == JsonKind.String
            && (fields.Has(_beat) || fields.Has(_agentType) || fields.Has(_ecsVersion)
                || (payload == Original && (fields.Has(_dataset) || fields.Has(_streamDataset))));
    }

    private static void Add(in JsonFields row, JsonRows batch, List<JsonSlot> records) => records.Add(row.Slot(batch.Self));
}
