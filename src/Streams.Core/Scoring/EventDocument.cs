using System.Text.Json.Serialization;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;

namespace Streams.Core.Scoring;

/// <summary>
/// An event of an account that is under suspicion, as enrichment left it: what the map, the timeline and the 24×7 heat
/// map of the index are drawn from. All other events are never indexed. Property order is the order in JSON.
/// </summary>
public sealed record EventDocument
{
    /// <summary>The event's identity in hex; the document's entity is <c>event:</c> and this.</summary>
    public required string Id { get; init; }

    /// <summary>As findings cite it: the vendor's id, or the identity where it has none that fits.</summary>
    public required string EventId { get; init; }

    /// <summary>Event time, Unix ms.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required long Time { get; init; }

    public required string Account { get; init; }
    public string? Email { get; init; }
    public string? Login { get; init; }

    /// <summary>vpn, sso or code.</summary>
    public required string Source { get; init; }

    public required string Format { get; init; }
    public string Path { get; init; } = "";
    public long Record { get; init; }
    public int Part { get; init; }
    public required string Kind { get; init; }
    public required string Outcome { get; init; }

    /// <summary>A person was at work, as far as the record alone tells.</summary>
    public bool? Presence { get; init; }

    public string? Ip { get; init; }
    public string? VpnIp { get; init; }
    public string? MfaIp { get; init; }
    public string? Country { get; init; }
    public string? City { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public double? RadiusKm { get; init; }
    public long? Asn { get; init; }
    public string? NetworkClass { get; init; }

    /// <summary>The organisation's own exit: says nothing about where the person is.</summary>
    public bool Egress { get; init; }

    public string? DeviceId { get; init; }
    public string? DeviceName { get; init; }
    public string? DeviceSerial { get; init; }
    public string? DeviceFingerprint { get; init; }
    public bool? DeviceManaged { get; init; }
    public string? Os { get; init; }
    public string? UserAgent { get; init; }
    public string? Session { get; init; }
    public string? Mfa { get; init; }
    public string? MfaDevice { get; init; }
    public string? RelayProvider { get; init; }
    public double? RttMs { get; init; }
    public string? App { get; init; }
    public string? Tenant { get; init; }
    public string? Repo { get; init; }
    public int Commits { get; init; }

    /// <summary>IANA name of the declared zone; UTC where none is declared.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO weekday in that zone: 1 is Monday.</summary>
    public int Weekday { get; init; }

    public int Hour { get; init; }

    /// <summary>Hour in UTC: members of a ring who live in different zones are laid side by side by it.</summary>
    public int HourUtc { get; init; }

    public string? DeclaredCountry { get; init; }
    public string? Vendor { get; init; }
    public string? Team { get; init; }

    // What the case said when the event was written.
    public double Score { get; init; }
    public string Level { get; init; } = "none";
    public string? Ring { get; init; }

    [JsonIgnore]
    public string Entity => "event:" + Id;

    /// <param name="activity">The event after enrichment.</param>
    /// <param name="account">The account key as people read it.</param>
    /// <param name="declared">The directory's row; null where the account is not in it.</param>
    /// <param name="path">The source as people call it: a path, or topic/partition.</param>
    /// <param name="format">The format's stable name.</param>
    public static EventDocument Of(Activity activity, string account, DirectoryRow? declared, string path, string format)
    {
        var place = activity.Place;
        var zone = declared?.Zone ?? TimeZoneInfo.Utc;
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(activity.Time);
        var local = TimeZoneInfo.ConvertTime(utc, zone);
        return new EventDocument
        {
            Id = activity.EventKey.ToString(),
            EventId = EventIdText.Of(activity[TextField.EventId].Span, activity.EventKey).ToString(),
            Time = activity.Time,
            Account = account,
            Email = Text(activity, TextField.Email),
            Login = Text(activity, TextField.Login),
            Source = activity.Family.Name(),
            Format = format,
            Path = path,
            Record = activity.Origin.Record,
            Part = activity.Origin.Part,
            Kind = activity.Kind.Name(),
            Outcome = activity.Outcome.Name(),
            Presence = Detections.Presence.OfRecord(activity),
            Ip = Address(activity.Ip),
            VpnIp = Address(activity.VpnIp),
            MfaIp = Address(activity.MfaIp),
            Country = place.Country.ToStringOrNull(),
            City = Text(activity, TextField.City),
            Latitude = place.IsLocated ? Odds.Round(place.Latitude, 4) : null,
            Longitude = place.IsLocated ? Odds.Round(place.Longitude, 4) : null,
            RadiusKm = place.IsLocated && place.RadiusKm > 0 ? Odds.Round(place.RadiusKm, 1) : null,
            Asn = place.Asn == 0 ? null : place.Asn,
            NetworkClass = FindingDocuments.ClassName(place.Class),
            Egress = place.IsEgress,
            DeviceId = Text(activity, TextField.DeviceId),
            DeviceName = Text(activity, TextField.DeviceName),
            DeviceSerial = Text(activity, TextField.DeviceSerial),
            DeviceFingerprint = Text(activity, TextField.DeviceFingerprint),
            DeviceManaged = activity.DeviceManaged,
            Os = Text(activity, TextField.Os),
            UserAgent = Text(activity, TextField.UserAgent),
            Session = Text(activity, TextField.Session),
            Mfa = Text(activity, TextField.Mfa),
            MfaDevice = Text(activity, TextField.MfaDevice),
            RelayProvider = Text(activity, TextField.RelayProvider),
            RttMs = float.IsFinite(activity.RttMs) ? Odds.Round(activity.RttMs, 3) : null,
            App = Text(activity, TextField.App),
            Tenant = Text(activity, TextField.Tenant),
            Repo = Text(activity, TextField.Repo),
            Commits = activity.CommitCount,
            TimeZone = zone.Id,
            Weekday = local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek,
            Hour = local.Hour,
            HourUtc = utc.Hour,
            DeclaredCountry = declared?.Country.ToStringOrNull(),
            Vendor = declared?.Vendor,
            Team = declared?.Team,
        };
    }

    private static string? Text(Activity activity, TextField field) => activity[field].ToStringOrNull();

    private static string? Address(IpAddress address) => address.IsNone ? null : address.ToString();
}
