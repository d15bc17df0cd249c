using System.Globalization;
using System.Text.Json;

namespace Streams.Acceptance;

/// <summary>Small records of our own making.</summary>
internal static class Records
{
    public static readonly DateTime Start = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    public static string Okta(string account, DateTime? time = null, string ip = "203.0.113.24", double? latitude = null, string? id = null,
        string agent = "Mozilla/5.0 (X11; Linux x86_64)", string device = "guo1")
    {
        var published = (time ?? Start).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(new
        {
            actor = new { id = "00u-" + account, type = "User", alternateId = account, displayName = account },
            client = new
            {
                userAgent = new { rawUserAgent = agent, os = "Linux" },
                ipAddress = ip,
                geographicalContext = latitude is null ? null : new { country = "Germany", city = "Berlin", geolocation = new { lat = latitude, lon = 13.4 } },
            },
            device = new { id = device, managed = true },
            authenticationContext = new { externalSessionId = "s-" + account },
            eventType = "user.session.start",
            outcome = new { result = "SUCCESS" },
            published,
            severity = "INFO",
            uuid = id ?? $"{account}-{published}",
        });
    }

    /// <summary>One phone behind two accounts: enough for a finding, a ring and a level.</summary>
    public static string SharedFactor(int days = 3)
    {
        var lines = new List<string>();
        for (var day = 0; day < days; day++)
        {
            foreach (var (name, hour) in new[] { ("ana@corp.example", 0), ("ben@corp.example", 3), ("cleo@corp.example", 6) })
            {
                var time = Start.AddDays(day).AddHours(hour);
                lines.Add(Okta(name, time, device: "guo-" + name));
                lines.Add(Okta(name, time.AddSeconds(5), device: "guo-" + name, id: $"f{day}{hour}")
                    .Replace("user.session.start", "user.authentication.auth_via_mfa", StringComparison.Ordinal)
                    .Replace("\"severity\"", "\"target\":[{\"id\":\"opf1\",\"type\":\"AuthenticatorEnrollment\",\"displayName\":\"Okta Verify\"}],\"severity\"", StringComparison.Ordinal));
            }
        }

        return string.Join('\n', lines) + "\n";
    }
}
