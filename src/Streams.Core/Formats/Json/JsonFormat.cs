using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>A JSON format: a table of fields, a cheap marker, and the mapping from slots to an activity.</summary>
public abstract class JsonFormat : Format
{
    public sealed override RecordShape Shape => RecordShape.Json;

    /// <summary>The one static table of the format.</summary>
    public abstract JsonTable Table { get; }

    public sealed override DecodeResult Decode(in RawRecord record, DecodeScratch scratch, Activity activity) =>
        Map(Table.Read(record.Buffer, record.Start, record.Length, scratch), record, activity);

    /// <summary>
    /// The answer of <see cref="Format.MayBe"/> where the fields alone prove it true; false only says that the bytes
    /// must be searched.
    /// </summary>
    public virtual bool IsMarked(in JsonFields fields) => false;

    /// <summary>
    /// Checks the signature first: <see cref="DecodeResult.NotMine"/> unless the record has this format's own fields.
    /// </summary>
    public abstract DecodeResult Map(in JsonFields fields, in RawRecord record, Activity activity);

    /// <summary>
    /// Sets the event's time from a field; false (and nothing set) where it has none that can be read.
    /// </summary>
    protected static bool SetTime(
        in JsonFields fields, JsonField field, in RawRecord record, Activity activity, bool isUtc = false)
    {
        if (!fields.TryTime(field, out var time)) return false;
        time.Apply(activity, record.Source, isUtc);
        return true;
    }

    protected static DecodeResult NoTime(string field) =>
        DecodeResult.Quarantined($"no time that can be read in '{field}'");
}
