using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

/// <summary>
/// A pointer from state to the record that a claim rests on, with what an analyst sees of it. Blittable: it lives in
/// account state.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct EvidenceRef : IEquatable<EvidenceRef>
{
    public long Time;
    public int Source;
    public uint Record;
    public ushort Part;
    public ActivityKind Kind;
    public byte Format;
    public CountryCode Country;
    public NetworkClass Class;

    /// <summary>1 where the vendor tells the place, 0 where our own tables do: the two are never compared.</summary>
    public byte Hinted;

    public float Latitude, Longitude;
    public IpAddress Ip;
    public EventIdText EventId;

    public readonly bool IsNone => Time == 0;

    public static EvidenceRef Of(Activity activity)
    {
        var located = activity.Place.IsLocated;
        return new EvidenceRef
        {
            Time = activity.Time,
            Source = activity.Origin.Source,
            Record = activity.Origin.Record,
            Part = activity.Origin.Part,
            Kind = activity.Kind,
            Format = activity.Format,
            Country = activity.Place.Country,
            Class = activity.Place.Class,
            Hinted = (byte)((activity.Place.Flags & PlaceFlags.Hinted) != 0 ? 1 : 0),
            Latitude = located ? activity.Place.Latitude : float.NaN,
            Longitude = located ? activity.Place.Longitude : float.NaN,
            Ip = activity.Ip,
            EventId = EventIdText.Of(activity[TextField.EventId].Span, activity.EventKey),
        };
    }

    public readonly bool Equals(EvidenceRef other) => Time == other.Time && EventId.Equals(other.EventId);

    public readonly override bool Equals(object? obj) => obj is EvidenceRef other && Equals(other);

    public readonly override int GetHashCode() => HashCode.Combine(Time, EventId);
}
