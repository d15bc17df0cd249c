using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Streams.Runtime.Tests.Scenarios;

/// <summary>Raw vendor records in few words. A time is a day of March 2026 and an hour of it, in UTC.</summary>
internal static class Raw
{
    public const string Ana = "ana@corp.example", Bob = "bob@corp.example", Cyd = "cyd@corp.example";

    public static string At(int day, double hour) => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)
        .AddDays(day - 1).AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static long Ms(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    public static string Okta(
        string time, string who, string ip, string? device = null, string type = "user.session.start", string result = "SUCCESS",
        string? phone = null, string? authenticator = null, string os = "Windows 11", bool system = false, string? name = null,
        string? country = null, double? latitude = null, double? longitude = null) =>
        JsonSerializer.Serialize(new
        {
            uuid = Sha($"{time}{who}{ip}{device}{type}"),
            published = time,
            eventType = type,
            severity = "INFO",
            actor = system ? new { id = "sys", type = "SystemPrincipal", alternateId = "system@okta.example", displayName = "System" }
                : new { id = "00u" + who, type = "User", alternateId = who, displayName = name ?? who },
            client = new
            {
                ipAddress = ip,
                userAgent = new { rawUserAgent = "Mozilla/5.0", os },
                geographicalContext = country is null ? null : new { country, geolocation = new { lat = latitude, lon = longitude } },
            },
            outcome = new { result },
            device = device is null ? null : new { id = device, name = device },
            debugContext = new { debugData = new { phoneNumber = phone } },
            target = new[]
            {
                new { type = "User", id = "00u" + who, alternateId = who, displayName = who },
                new { type = "AuthenticatorEnrollment", id = authenticator ?? "", alternateId = "", displayName = "Okta Verify" },
            },
        });

    public static string GlobalProtect(string time, string user, string ip, string name = "gateway-connected", string serial = "SER-1") =>
        JsonSerializer.Serialize(new
        {
            LogType = "GLOBALPROTECT",
            TimeGeneratedHighResolution = time,
            EventIDValue = name,
            SourceUserName = user,
            PublicIPv4 = ip,
            PrivateIPv4 = "10.9.0.5",
            HostID = "host-" + serial,
            EndpointSN = serial,
            EndpointOSType = "Windows",
            EventStatus = "success",
            DeviceSN = "0131",
            SequenceNo = Ms(time),
        });

    public static string Push(string time, string login, string committed, string email, string message = "Work", string sha = "") =>
        JsonSerializer.Serialize(new
        {
            @ref = "refs/heads/main",
            pusher = new { name = login },
            sender = new { login, id = 7, type = "User", node_id = "n" },
            repository = new { full_name = "corp/app", pushed_at = Ms(time) / 1000 },
            commits = new[]
            {
                new
                {
                    id = sha.Length > 0 ? sha : Sha(committed + email),
                    message,
                    timestamp = committed,
                    author = new { name = "N", email },
                    committer = new { name = "N", email },
                    added = Array.Empty<string>(),
                    removed = Array.Empty<string>(),
                    modified = new[] { "a" },
                },
            },
            organization = new { login = "corp" },
        });

    public static string Audit(string time, string actor, string? ip = null, string? nameId = null, string? key = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["action"] = "git.push",
            ["actor"] = actor,
            ["actor_id"] = 7,
            ["@timestamp"] = Ms(time),
            ["org"] = "corp",
            ["repo"] = "corp/app",
            ["_document_id"] = Sha(time + actor),
            ["actor_ip"] = ip,
            ["external_identity_nameid"] = nameId,
            ["public_key_fingerprint"] = key,
        });

    public static string GitLog(string time, string email, string key = "", string message = "Work", string sha = "") =>
        "\u001E" + string.Join('\u001F', "corp/app", sha.Length > 0 ? sha : Sha(time + email), "", "N", email, Iso(time), "N", email,
            Iso(time), key.Length > 0 ? "G" : "N", key, "", "", message);

    public static string Sha(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Row(
        string account, string names = "", string person = "", string kind = "employee", string remote = "true", string country = "US",
        string latitude = "39.74", string longitude = "-104.99", string household = "", string vendor = "", string travel = "",
        string onCall = "") =>
        $"{account},{names},{person},{kind},{remote},{country},,{latitude},{longitude},{household},{vendor},,,,,{travel},{onCall}";

    private static string Iso(string time) => time[..19] + "+00:00";
}
