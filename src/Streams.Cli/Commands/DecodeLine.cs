using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Cli.Commands;

/// <summary>
/// One line of <c>decode</c>: how a record is understood, in the stable order of the interface. What a record lacks is
/// null.
/// </summary>
internal sealed class DecodeLine(Stream output) : IDisposable
{
    /// <summary>What is told of a record that is understood, in the order of <see cref="WriteActivity"/>.</summary>
    private static readonly string[] Told =
    [
        "kind", "outcome", "time", "time_offset", "time_quality", "interactive", "account", "account_id", "email", "login", "display_name",
        "account_type", "ip", "vpn_ip", "asn", "network_class", "country", "city", "latitude", "longitude", "radius_km", "device_id",
        "device_name", "device_serial", "device_fingerprint", "device_managed", "os", "user_agent", "client", "session", "mfa", "mfa_device",
        "mfa_phone", "mfa_ip", "relay_provider", "rtt_ms", "presence", "app", "tenant", "event_id", "repo",
    ];

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json = new(Stream.Null);
    private string _path = "";
    private long _record = -1;
    private int _parts;

    public void Dispose() => _json.Dispose();

    public void Write(string path, long record, int part, string status, string? reason, string? format,
        Activity? activity, string? account)
    {
        if (record != _record || path != _path) (_path, _record, _parts) = (path, record, 0);
        if (activity is null || activity.CommitCount <= 1)
        {
            WriteOne(path, record, part > 0 ? ++_parts : 0, status, reason, format, activity, account, 0, activity?.CommitCount ?? 0);
            return;
        }

        // A push of several commits: the record repeats, its parts count from 1, through a batch of pushes too.
        for (var i = 0; i < activity.CommitCount; i++)
            WriteOne(path, record, ++_parts, status, reason, format, activity, account, i, 1);
    }

    private void WriteOne(
        string path, long record, int part, string status, string? reason, string? format, Activity? activity, string? account,
        int firstCommit, int commits)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("path", path);
        _json.WriteNumber("record", record);
        if (part > 0) _json.WriteNumber("part", part);
        _json.WriteString("status", status);
        if (reason is not null) _json.WriteString("reason", reason);
        _json.WriteString("format", format);
        if (activity is not null) WriteActivity(activity, account, firstCommit, commits);
        else WriteNothing();
        _json.WriteEndObject();
        _json.Flush();
        output.Write(_buffer.WrittenSpan);
        output.WriteByte((byte)'\n');
    }

    private void WriteActivity(Activity a, string? account, int firstCommit, int commits)
    {
        _json.WriteString("kind", a.Kind.Name());
        _json.WriteString("outcome", a.Outcome.Name());
        Time("time", a.Time);
        Offset("time_offset", a.TimeOffset);
        _json.WriteString("time_quality", a.TimeQuality.Name());
        Flag("interactive", a.Interactive);
        _json.WriteString("account", account);
        Text("account_id", a[TextField.AccountId]);
        Text("email", a[TextField.Email]);
        Text("login", a[TextField.Login]);
        Text("display_name", a[TextField.DisplayName]);
        _json.WriteString("account_type", a.AccountType.Name());
        Ip("ip", a.Ip);
        Ip("vpn_ip", a.VpnIp);
        Place(a);
        Text("device_id", a[TextField.DeviceId]);
        Text("device_name", a[TextField.DeviceName]);
        Text("device_serial", a[TextField.DeviceSerial]);
        Text("device_fingerprint", a[TextField.DeviceFingerprint]);
        Flag("device_managed", a.DeviceManaged);
        Text("os", a[TextField.Os]);
        Text("user_agent", a[TextField.UserAgent]);
        Text("client", a[TextField.Client]);
        Text("session", a[TextField.Session]);
        Text("mfa", a[TextField.Mfa]);
        Text("mfa_device", a[TextField.MfaDevice]);
        Text("mfa_phone", a[TextField.MfaPhone]);
        Ip("mfa_ip", a.MfaIp);
        Text("relay_provider", a[TextField.RelayProvider]);
        if (float.IsNaN(a.RttMs)) _json.WriteNull("rtt_ms");
        else _json.WriteNumber("rtt_ms", a.RttMs);
        Flag("presence", Core.Detections.Presence.OfRecord(a));
        Text("app", a[TextField.App]);
        Text("tenant", a[TextField.Tenant]);
        Text("event_id", a[TextField.EventId]);
        Text("repo", a[TextField.Repo]);
        _json.WriteStartArray("commits");
        for (var i = firstCommit; i < firstCommit + commits; i++) Commit(a.Commits[i], a);
        _json.WriteEndArray();
    }

    /// <summary>Every line has the same keys, so that a reader needs no cases.</summary>
    private void WriteNothing()
    {
        foreach (var name in Told) _json.WriteNull(name);
        _json.WriteStartArray("commits");
        _json.WriteEndArray();
    }

    private void Place(Activity a)
    {
        var place = a.Place;
        if (place.Asn == 0) _json.WriteNull("asn");
        else _json.WriteNumber("asn", place.Asn);
        _json.WriteString("network_class", ClassName(place.Class));
        _json.WriteString("country", place.Country.ToStringOrNull());
        Text("city", a[TextField.City]);
        Degree("latitude", place.IsLocated ? place.Latitude : float.NaN);
        Degree("longitude", place.IsLocated ? place.Longitude : float.NaN);
        Degree("radius_km", place.IsLocated && place.RadiusKm > 0 ? place.RadiusKm : float.NaN);
    }

    private static string? ClassName(NetworkClass known) => known == NetworkClass.Unknown ? null : known.ToString().ToLowerInvariant();

    private void Commit(in Commit c, Activity a)
    {
        _json.WriteStartObject();
        Text("sha", c.Sha);
        Text("author_email", c.AuthorEmail);
        Text("author_name", c.AuthorName);
        Time("author_time", c.AuthorTime);
        Offset("author_offset", c.AuthorOffset);
        Text("committer_email", c.CommitterEmail);
        Time("committer_time", c.CommitterTime);
        Offset("committer_offset", c.CommitterOffset);
        Text("pusher", c.Pusher.IsEmpty && a.Kind == ActivityKind.CodePush ? a[TextField.Login] : c.Pusher);
        Text("signing_key", c.SigningKey);
        _json.WriteStartArray("co_authors");
        if (!c.CoAuthors.IsEmpty)
            foreach (var author in c.CoAuthors.ToString().Split('\x1d', StringSplitOptions.RemoveEmptyEntries))
                _json.WriteStringValue(author);
        _json.WriteEndArray();
        Text("message", c.Message);
        Count("files", c.Files);
        Count("added", c.Added);
        Count("deleted", c.Deleted);
        _json.WriteEndObject();
    }

    private void Text(string name, Utf8Text text)
    {
        // Bytes that are no UTF-8 were the source's; they are shown with replacement characters, never passed on.
        if (text.IsEmpty) _json.WriteNull(name);
        else _json.WriteString(name, Encoding.UTF8.GetString(text.Span));
    }

    private void Time(string name, long time)
    {
        if (time == Activity.NoTime) _json.WriteNull(name);
        else _json.WriteString(name, Rfc3339(time));
    }

    private void Offset(string name, short minutes)
    {
        if (minutes == Activity.NoOffset) _json.WriteNull(name);
        else _json.WriteNumber(name, minutes);
    }

    private void Flag(string name, bool? value)
    {
        if (value is { } known) _json.WriteBoolean(name, known);
        else _json.WriteNull(name);
    }

    private void Ip(string name, IpAddress address)
    {
        if (address.IsNone) _json.WriteNull(name);
        else _json.WriteString(name, address.ToString());
    }

    private void Degree(string name, float value)
    {
        if (float.IsNaN(value)) _json.WriteNull(name);
        else _json.WriteNumber(name, Math.Round((double)value, 4));
    }

    private void Count(string name, int value)
    {
        if (value < 0) _json.WriteNull(name);
        else _json.WriteNumber(name, value);
    }

    public static string Rfc3339(long unixMs) =>
        unixMs is < -62_135_596_800_000 or > 253_402_300_799_999
            ? unixMs.ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
