using System.Text.Json;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>Microsoft Entra sign-ins: the properties that the Azure Monitor stream and Graph have in common.</summary>
internal abstract class EntraLog : JsonLog
{
    protected const string Tenant = "7d1f0c52-1111-4a2b-a111-c0ffee000001";

    public override string Format => "entra";

    protected static void Properties(Utf8JsonWriter json, Happening happening, ref Dice dice, int error, int shift)
    {
        var who = happening.Who;
        var interactive = happening.Deed != Deed.Token;
        json.WriteString("id", dice.Uuid());
        json.WriteString("createdDateTime", Stamp(happening.Time + shift, "yyyy-MM-dd'T'HH:mm:ss.fff'0000+00:00'"));
        json.WriteString("userDisplayName", who.FullName);
        json.WriteString("userPrincipalName", who.Email);
        json.WriteString("userId", who.EntraId);
        json.WriteString("appId", "00000003-0000-0ff1-ce00-0000000000" + ((happening.App ?? "").Length % 10) + "0");
        json.WriteString("appDisplayName", happening.App ?? "Office 365");
        json.WriteString("ipAddress", happening.Ip.ToString());
        json.WriteString("clientAppUsed", interactive ? "Browser" : "Mobile Apps and Desktop clients");
        json.WriteString("userAgent", happening.Device?.UserAgent ?? "azsdk-net");
        json.WriteString("correlationId", dice.Uuid());
        json.WriteString("conditionalAccessStatus", error == 0 ? "success" : "failure");
        json.WriteBoolean("isInteractive", interactive);
        json.WriteString("riskDetail", "none");
        json.WriteString("riskLevelAggregated", "none");
        json.WriteStartObject("status");
        json.WriteNumber("errorCode", error);
        json.WriteString("failureReason", error switch
        {
            0 => "Other.",
            50126 => "Error validating credentials due to invalid username or password.",
            _ => "Strong Authentication is required.",
        });
        json.WriteEndObject();
        json.WriteString("uniqueTokenIdentifier", dice.Opaque(22));
        if (happening.Session is { } session) json.WriteString("sessionId", session);
        json.WriteStartArray("authenticationDetails");
        if (happening.Deed == Deed.Login && error == 0)
        {
            json.WriteStartObject();
            json.WriteString("authenticationMethod", "Mobile app notification");
            json.WriteBoolean("succeeded", true);
            json.WriteString("authenticationStepResultDetail", "MFA completed in Azure AD");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Device(json, happening.Device);
        Location(json, happening.Place);
    }

    private static void Device(Utf8JsonWriter json, Device? device)
    {
        // Only managed machines are registered; the others have empty ids.
        var known = device is { Managed: true };
        json.WriteStartObject("deviceDetail");
        json.WriteString("deviceId", known ? device!.EntraId : "");
        json.WriteString("displayName", known ? device!.Name : "");
        json.WriteString("operatingSystem", device?.Os ?? "");
        json.WriteString("browser", device?.Browser ?? "");
        json.WriteBoolean("isCompliant", known);
        json.WriteBoolean("isManaged", known);
        json.WriteString("trustType", known ? "Azure AD joined" : "");
        json.WriteEndObject();
    }

    private static void Location(Utf8JsonWriter json, Geography.City? city)
    {
        json.WriteStartObject("location");
        json.WriteString("city", city?.Name ?? "");
        json.WriteString("state", city?.Region ?? "");
        json.WriteString("countryOrRegion", city?.Country ?? "");
        json.WriteStartObject("geoCoordinates");
        json.WriteNumber("latitude", city?.Latitude ?? 0);
        json.WriteNumber("longitude", city?.Longitude ?? 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// Error of a sign-in, or 0; an interrupt for the second factor comes some seconds before the success.
    /// </summary>
    protected static IEnumerable<(int Error, int Shift)> Attempts(Happening happening, bool interrupted)
    {
        if (happening.Deed == Deed.LoginDenied) return [(50126, 0)];
        return happening.Deed == Deed.Login && interrupted ? [(50074, -9_000), (0, 0)] : [(0, 0)];
    }
}
