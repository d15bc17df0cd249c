using System.Buffers;
using Streams.Core.Scoring;

namespace Streams.Core.Alerts;

/// <summary>
/// What a person said of an alert, as the ledger hears it: a record in the flow of the subject's partition, so that a
/// replay hears it at the same place.
/// </summary>
/// <param name="Alert">Its id.</param>
/// <param name="Status"><see cref="TriageStatus"/>.</param>
/// <param name="Reason"><see cref="TriageReason"/>, where closed.</param>
/// <param name="Time">When it was said, Unix ms.</param>
public sealed record AlertTriage(string Alert, string Status, string? Reason, long Time)
{
    public void Save(IBufferWriter<byte> into)
    {
        var writer = new FactWriter(into);
        writer.Byte(1);
        writer.Text(Alert);
        writer.Text(Status);
        writer.MaybeText(Reason);
        writer.Long(Time);
    }

    /// <exception cref="FormatException">Not such a record.</exception>
    public static AlertTriage Load(ref ReadOnlySpan<byte> from)
    {
        var reader = new FactReader(from);
        if (reader.Byte() != 1) throw new FormatException("a triage of an unknown version");
        var triage = new AlertTriage(reader.Text(), reader.Text(), reader.MaybeText(), reader.Long());
        from = reader.Rest;
        return triage;
    }
}
