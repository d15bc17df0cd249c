using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// A shipper's note of the zone that its payload's times are in, where the operator set none. Settings are made once a
/// zone.
/// </summary>
internal sealed class ShipperZones
{
    /// <summary>There are about 40 offsets in the world; a hostile source may not invent more.</summary>
    private const int ZonesMax = 64;

    private readonly Dictionary<(SourceSettings Source, short Offset), SourceSettings> _known = [];

    /// <summary>Settings for the payload of an envelope.</summary>
    public SourceSettings Of(SourceSettings source, JsonEnvelope envelope, in JsonFields fields)
    {
        // A source that is set to "ecs" says what the envelope is, not what the line in it is.
        if (source.Format == "ecs") source = Known(source, Activity.NoOffset) ?? Note(source, Activity.NoOffset, source with { Format = null });
        if (source.Zone is not null) return source;
        var text = fields.Text(envelope.ZoneOffset, envelope.ZoneText).Span;
        if (text.IsEmpty || !TimeText.TryZone(text, out var offset, out var mark) || mark == TimeZoneMark.None) return source;
        if (Math.Abs((int)offset) > 14 * 60) return source;
        if (Known(source, offset) is { } known) return known;
        var name = Encoding.UTF8.GetString(text);
        var zone = TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(offset), name, name);
        return Note(source, offset, source with { Zone = zone });
    }

    private SourceSettings? Known(SourceSettings source, short offset) => _known.GetValueOrDefault((source, offset));

    private SourceSettings Note(SourceSettings source, short offset, SourceSettings made)
    {
        if (_known.Count >= ZonesMax) _known.Clear();
        return _known[(source, offset)] = made;
    }
}
