using System.Globalization;
using Streams.Synthetic.People;
using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>Azure Monitor's stream: sign-ins of its people, and everybody's token refreshes.</summary>
internal sealed class EntraMonitorLog : EntraLog
{
    public override string Stem => "logs/entra/azure-monitor";

    public override string Extension => "json";

    public override bool Takes(Happening happening) =>
        happening.Deed == Deed.Token
        || (happening.Who.Sso == Sso.EntraMonitor && happening.Deed is (Deed.Login or Deed.LoginDenied or Deed.App));

    public override void Write(Happening happening, RecordSink sink)
    {
        var dice = Dice.For(happening.Id, 0xE47A);
        foreach (var (error, shift) in Attempts(happening, dice.Chance(0.2))) One(happening, ref dice, error, shift, sink);
    }

    private void One(Happening happening, ref Dice dice, int error, int shift, RecordSink sink)
    {
        var service = happening.Who.Role == Role.Service;
        var json = Begin();
        json.WriteStartObject();
        json.WriteString("time", Stamp(happening.Time + shift + 120_000, "yyyy-MM-dd'T'HH:mm:ss.fff'0000Z'"));
        json.WriteString("resourceId", $"/tenants/{Tenant}/providers/Microsoft.aadiam");
        json.WriteString("operationName", "Sign-in activity");
        json.WriteString("operationVersion", "1.0");
        json.WriteString("category", service ? "ServicePrincipalSignInLogs" : happening.Deed == Deed.Token ? "NonInteractiveUserSignInLogs" : "SignInLogs");
        json.WriteString("tenantId", Tenant);
        json.WriteString("resultType", error.ToString(CultureInfo.InvariantCulture));
        json.WriteString("resultSignature", "None");
        json.WriteNumber("durationMs", 0);
        json.WriteString("callerIpAddress", happening.Ip.ToString());
        json.WriteString("correlationId", dice.Uuid());
        json.WriteString("identity", happening.Who.FullName);
        json.WriteNumber("Level", 4);
        json.WriteString("location", happening.Place?.Country ?? "");
        json.WriteStartObject("properties");
        if (service) Service(json, happening, ref dice);
        else Properties(json, happening, ref dice, error, shift);
        json.WriteEndObject();
        json.WriteEndObject();
        End(sink);
    }

    private static void Service(System.Text.Json.Utf8JsonWriter json, Happening happening, ref Dice dice)
    {
        json.WriteString("id", dice.Uuid());
        json.WriteString("createdDateTime", Stamp(happening.Time, "yyyy-MM-dd'T'HH:mm:ss.fff'0000+00:00'"));
        json.WriteString("servicePrincipalId", happening.Who.EntraId);
        json.WriteString("servicePrincipalName", happening.Who.Login);
        json.WriteString("appId", happening.Who.EntraId);
        json.WriteString("ipAddress", happening.Ip.ToString());
        json.WriteBoolean("isInteractive", false);
        json.WriteStartObject("status");
        json.WriteNumber("errorCode", 0);
        json.WriteEndObject();
    }
}
