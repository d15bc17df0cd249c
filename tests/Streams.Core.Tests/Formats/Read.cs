using System.Globalization;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

/// <summary>Decodes one line through the whole decoder and keeps what came out of it, as text.</summary>
internal sealed record Read
{
    private static readonly SourceSettings InJuly2024 = new() { ReceivedMs = Ms("2024-07-01T00:00:00Z") };

    public required string Status { get; init; }
    public string? Reason { get; init; }
    public string Format { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Outcome { get; init; } = "";
    public string? Time { get; init; }
    public short? Offset { get; init; }
    public string Quality { get; init; } = "";
    public string? Login { get; init; }
    public string? Email { get; init; }
    public string? Domain { get; init; }
    public string Type { get; init; } = "";
    public string Ip { get; init; } = "";
    public string VpnIp { get; init; } = "";
    public float Rtt { get; init; }
    public string? Country { get; init; }
    public string? DeviceId { get; init; }
    public string? DeviceName { get; init; }
    public string? Serial { get; init; }
    public string? Os { get; init; }
    public string? Client { get; init; }
    public string? Agent { get; init; }
    public string? Session { get; init; }
    public string? EventId { get; init; }

    public static long Ms(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    public static Read Line(string line, SourceSettings? source = null)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var sink = new Keeper();
        new Streams.Core.Formats.Decoder().Decode(bytes, 0, bytes.Length, source ?? InJuly2024, sink);
        return sink.Kept.ShouldHaveSingleItem();
    }

    /// <summary>
    /// Kind, outcome, login, public address, assigned address: what most rows of the tables are about.
    /// </summary>
    public string Essence => $"{Kind} {Outcome} {Login ?? "-"} {(Ip == "" ? "-" : Ip)} {(VpnIp == "" ? "-" : VpnIp)}";

    private sealed class Keeper : IDecodeSink
    {
        public List<Read> Kept { get; } = [];

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part) => Kept.Add(new Read
        {
            Status = result.Status.ToString().ToLowerInvariant(),
            Reason = result.Reason,
            Format = FormatCatalogue.NameOf(activity.Format),
            Kind = activity.Kind.Name(),
            Outcome = activity.Outcome.Name(),
            Time = activity.Time == Activity.NoTime
                ? null
                : DateTime.UnixEpoch.AddMilliseconds(activity.Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture),
            Offset = activity.TimeOffset == Activity.NoOffset ? null : activity.TimeOffset,
            Quality = activity.TimeQuality.Name(),
            Login = activity[TextField.Login].ToStringOrNull(),
            Email = activity[TextField.Email].ToStringOrNull(),
            Domain = activity[TextField.Domain].ToStringOrNull(),
            Type = activity.AccountType.Name(),
            Ip = activity.Ip.ToString(),
            VpnIp = activity.VpnIp.ToString(),
            Rtt = activity.RttMs,
            Country = activity.VendorPlace.Country.ToStringOrNull(),
            DeviceId = activity[TextField.DeviceId].ToStringOrNull(),
            DeviceName = activity[TextField.DeviceName].ToStringOrNull(),
            Serial = activity[TextField.DeviceSerial].ToStringOrNull(),
            Os = activity[TextField.Os].ToStringOrNull(),
            Client = activity[TextField.Client].ToStringOrNull(),
            Agent = activity[TextField.UserAgent].ToStringOrNull(),
            Session = activity[TextField.Session].ToStringOrNull(),
            EventId = activity[TextField.EventId].ToStringOrNull(),
        });
    }
}
