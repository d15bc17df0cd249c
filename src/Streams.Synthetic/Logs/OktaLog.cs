using System.Text.Json;
using Streams.Synthetic.Geography;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>Okta System Log, as its API and log streaming write it.</summary>
internal sealed class OktaLog : JsonLog
{
    public override string Format => "okta";

    public override string Stem => "logs/okta/system-log";

    public override string Extension => "ndjson";

    public override bool Takes(Happening happening) =>
        happening.Who.Sso == Sso.Okta
        && happening.Deed is (Deed.Login or Deed.LoginDenied or Deed.Factor or Deed.App or Deed.Logout or Deed.Enrol);

    public override void Write(Happening happening, RecordSink sink)
    {
        var dice = Dice.For(happening.Id, 0x0C7A);
        switch (happening.Deed)
        {
            case Deed.Login:
                One(happening, ref dice, sink, 0, "user.session.start", "User login to Okta", "SUCCESS");
                if (dice.Chance(0.3)) One(happening, ref dice, sink, -40, "policy.evaluate_sign_on", "Evaluation of sign-on policy", "ALLOW");
                break;
            case Deed.LoginDenied:
                One(happening, ref dice, sink, 0, "user.session.start", "User login to Okta", "FAILURE", "INVALID_CREDENTIALS");
                break;
            case Deed.Factor:
                if (happening.Who.TextMessages)
                    One(happening, ref dice, sink, -3_000, "system.sms.send_phone_verification_message", "Send SMS phone verification message", "SUCCESS");
                One(happening, ref dice, sink, 0, "user.authentication.auth_via_mfa", "Authentication of user via MFA", "SUCCESS");
                break;
            case Deed.App:
                One(happening, ref dice, sink, 0, "user.authentication.sso", "User single sign on to app", "SUCCESS");
                break;
            case Deed.Logout:
                One(happening, ref dice, sink, 0, "user.session.end", "User logout from Okta", "SUCCESS");
                break;
            case Deed.Enrol:
                One(happening, ref dice, sink, 0, "device.user.add", "Add device to user", "SUCCESS");
                break;
        }
    }

    private void One(
        Happening happening, ref Dice dice, RecordSink sink, int shift, string type, string message, string result, string? reason = null)
    {
        var json = Begin();
        json.WriteStartObject();
        json.WriteStartObject("actor");
        json.WriteString("id", happening.Who.OktaId);
        json.WriteString("type", "User");
        json.WriteString("alternateId", happening.Who.Email);
        json.WriteString("displayName", happening.Who.FullName);
        json.WriteNull("detailEntry");
        json.WriteEndObject();
        Client(json, happening);
        Machine(json, happening.Device);
        json.WriteStartObject("authenticationContext");
        json.WriteNumber("authenticationStep", 0);
        json.WriteString("externalSessionId", happening.Session ?? "unknown");
        json.WriteString("rootSessionId", happening.Session ?? "unknown");
        json.WriteEndObject();
        json.WriteString("displayMessage", message);
        json.WriteString("eventType", type);
        json.WriteStartObject("outcome");
        json.WriteString("result", result);
        if (reason is null) json.WriteNull("reason");
        else json.WriteString("reason", reason);
        json.WriteEndObject();
        json.WriteString("published", Iso(happening.Time + shift));
        json.WriteStartObject("securityContext");
        json.WriteNull("asNumber");
        json.WriteNull("asOrg");
        json.WriteNull("isp");
        json.WriteNull("domain");
        json.WriteBoolean("isProxy", happening.Relay is not null);
        json.WriteEndObject();
        json.WriteString("severity", result == "FAILURE" ? "WARN" : "INFO");
        Debug(json, happening, type, ref dice);
        json.WriteNull("legacyEventType");
        json.WriteStartObject("transaction");
        json.WriteString("type", "WEB");
        json.WriteString("id", dice.Opaque(24));
        json.WriteEndObject();
        json.WriteString("uuid", dice.Uuid());
        json.WriteString("version", "0");
        Chain(json, happening);
        Targets(json, happening, type);
        json.WriteEndObject();
        End(sink);
    }

    private static void Client(Utf8JsonWriter json, Happening happening)
    {
        json.WriteStartObject("client");
        json.WriteStartObject("userAgent");
        json.WriteString("rawUserAgent", happening.Device?.UserAgent ?? "okta-api/1.0");
        json.WriteString("os", happening.Device?.Os ?? "Unknown");
        json.WriteString("browser", happening.Device?.Browser ?? "UNKNOWN");
        json.WriteEndObject();
        json.WriteString("zone", "null");
        json.WriteString("device", happening.Device is { Phone: true } ? "Mobile" : "Computer");
        json.WriteNull("id");
        json.WriteString("ipAddress", happening.Ip.ToString());
        Geography(json, happening.Place);
        json.WriteEndObject();
    }

    private static void Geography(Utf8JsonWriter json, City? city)
    {
        if (city is null)
        {
            json.WriteNull("geographicalContext");
            return;
        }

        json.WriteStartObject("geographicalContext");
        json.WriteString("city", city.Name);
        json.WriteString("state", city.Region);
        json.WriteString("country", city.CountryName);
        json.WriteNull("postalCode");
        json.WriteStartObject("geolocation");
        json.WriteNumber("lat", city.Latitude);
        json.WriteNumber("lon", city.Longitude);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Only laptops are registered with Okta's client; a phone shows by its browser's fingerprint.</summary>
    private static void Machine(Utf8JsonWriter json, Device? device)
    {
        if (device is null or { Phone: true })
        {
            json.WriteNull("device");
            return;
        }

        json.WriteStartObject("device");
        json.WriteString("id", device.OktaId);
        json.WriteString("name", device.Name);
        json.WriteString("os_platform", device.Os.StartsWith("Mac", StringComparison.Ordinal) ? "OSX" : device.Os.StartsWith("Win", StringComparison.Ordinal) ? "WINDOWS" : "LINUX");
        json.WriteBoolean("managed", device.Managed);
        json.WriteBoolean("registered", true);
        json.WriteEndObject();
    }

    private static void Debug(Utf8JsonWriter json, Happening happening, string type, ref Dice dice)
    {
        json.WriteStartObject("debugContext");
        json.WriteStartObject("debugData");
        json.WriteString("requestId", dice.Opaque(27));
        if (happening.Device is { } device)
        {
            json.WriteString("deviceFingerprint", device.Fingerprint);
            json.WriteString("dtHash", device.Fingerprint + device.Fingerprint);
        }

        if (type.EndsWith("auth_via_mfa", StringComparison.Ordinal))
            json.WriteString("factor", happening.Who.TextMessages ? "SMS_FACTOR" : "OKTA_VERIFY_PUSH");
        if (type.StartsWith("system.sms", StringComparison.Ordinal)) json.WriteString("phoneNumber", happening.Factor!.Phone);
        if (happening.Relay is { } relay)
            json.WriteString("tunnels", $$"""[{"anonymous":true,"operator":"{{relay}}","type":"{{(relay.EndsWith("PROXY", StringComparison.Ordinal) ? "PROXY" : "VPN")}}"}]""");
        json.WriteString("risk", "{level=LOW}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Chain(Utf8JsonWriter json, Happening happening)
    {
        json.WriteStartObject("request");
        json.WriteStartArray("ipChain");
        json.WriteStartObject();
        json.WriteString("ip", happening.Ip.ToString());
        Geography(json, happening.Place);
        json.WriteString("version", happening.Ip.IsV4 ? "V4" : "V6");
        json.WriteNull("source");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Targets(Utf8JsonWriter json, Happening happening, string type)
    {
        var who = happening.Who;
        json.WriteStartArray("target");
        if (type == "user.authentication.sso")
        {
            Target(json, "0oa" + (happening.App ?? "app").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), "AppInstance", happening.App ?? "App", happening.App ?? "App");
        }
        else if (type.StartsWith("policy.", StringComparison.Ordinal))
        {
            Target(json, "00pdefaultpolicy", "PolicyEntity", "unknown", "Default Policy");
        }
        else
        {
            Target(json, who.OktaId, "User", who.Email, who.FullName);
        }

        if (type.StartsWith("system.sms", StringComparison.Ordinal)) Target(json, "mbl" + happening.Factor!.Id[3..], "MobilePhone", happening.Factor.Phone, happening.Factor.Phone);
        else if (happening.Deed == Deed.Factor) Target(json, happening.Factor!.Id, "AuthenticatorEnrollment", "unknown", who.TextMessages ? "Phone" : "Okta Verify");
        if (happening is { Deed: Deed.Enrol, Device: { } device })
        {
            json.WriteStartObject();
            json.WriteString("id", device.OktaId);
            json.WriteString("type", "UDDevice");
            json.WriteString("alternateId", "unknown");
            json.WriteString("displayName", device.Name);
            json.WriteStartObject("detailEntry");
            json.WriteString("oktaDeviceId", device.OktaId);
            json.WriteString("serialNumber", device.Serial);
            json.WriteString("managed", device.Managed ? "true" : "false");
            json.WriteString("osPlatform", device.Os);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Target(Utf8JsonWriter json, string id, string type, string alternate, string display)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", type);
        json.WriteString("alternateId", alternate);
        json.WriteString("displayName", display);
        json.WriteNull("detailEntry");
        json.WriteEndObject();
    }
}
