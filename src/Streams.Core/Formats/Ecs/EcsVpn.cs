using Streams.Core.Activities;

namespace Streams.Core.Formats.Ecs;

/// <summary>
/// VPN gateways and access brokers in ECS: event.category says "network" for all of them, so the vendor's action
/// decides.
/// </summary>
internal static class EcsVpn
{
    public static void GlobalProtect(in JsonFields fields, Activity activity)
    {
        if (!fields.Is(EcsFields.PanType, "GLOBALPROTECT"u8)) return;
        // source.ip is the address that the gateway assigned; the client's own is the translated one.
        activity.Ip = fields.Ip(EcsFields.SourceNat);
        activity.VpnIp = fields.Ip(EcsFields.SourceIp);
        activity.VendorPlace = default;
        EcsCommon.SetDevice(fields, activity);
        activity[TextField.DeviceSerial] = AccountText.Clean(fields.Text(EcsFields.PanSerial));
        var code = fields.Text(EcsFields.Code).Span;
        activity.Kind = code switch
        {
            _ when code.SequenceEqual("portal-auth"u8) || code.SequenceEqual("gateway-auth"u8) => ActivityKind.VpnAuth,
            _ when code.SequenceEqual("gateway-connected"u8) || code.SequenceEqual("gateway-setup-ipsec"u8) => ActivityKind.VpnStart,
            _ when code.SequenceEqual("gateway-getconfig"u8) && !activity.VpnIp.IsNone => ActivityKind.VpnStart,
            _ when code.SequenceEqual("gateway-logout"u8) || code.SequenceEqual("gateway-config-release"u8) => ActivityKind.VpnEnd,
            _ when code.SequenceEqual("gateway-tunnel-latency"u8) || code.SequenceEqual("gateway-hip-check"u8) => ActivityKind.VpnTraffic,
            _ => ActivityKind.Other,
        };
    }

    public static void Asa(in JsonFields fields, Activity activity)
    {
        var id = fields.Integer(EcsFields.Code) ?? fields.Integer(EcsFields.AsaMessage);
        activity.VpnIp = fields.Ip(EcsFields.AsaAssigned);
        activity.Kind = id switch
        {
            113039 or 716001 => ActivityKind.VpnStart,
            722051 => ActivityKind.VpnAddress,
            722022 or 722023 or 716058 => ActivityKind.VpnTraffic,
            716059 => ActivityKind.VpnResume,
            113019 or 716002 => ActivityKind.VpnEnd,
            113004 or 113005 or 113008 or 113012 or 113015 or 716039 => ActivityKind.VpnAuth,
            _ => ActivityKind.Other,
        };
        if (id == 113019) UseDestination(fields, activity);
        // The only address in it is that of the AAA server.
        if (id != 113004) return;
        activity.Ip = default;
        activity.VendorPlace = default;
    }

    public static void FortiGate(in JsonFields fields, Activity activity)
    {
        if (!fields.Is(EcsFields.FortiSubtype, "vpn"u8)) return;
        var action = fields.Text(EcsFields.FortiAction, EcsFields.Action).Span;
        if (action.SequenceEqual("tunnel-up"u8)) activity.Kind = ActivityKind.VpnStart;
        else if (action.SequenceEqual("tunnel-down"u8)) activity.Kind = ActivityKind.VpnEnd;
        else if (action.SequenceEqual("tunnel-stats"u8)) activity.Kind = ActivityKind.VpnTraffic;
        else if (action.SequenceEqual("ssl-login-fail"u8)) activity.Kind = ActivityKind.VpnAuth;
        if (activity.Kind == ActivityKind.VpnAuth) activity.Outcome = Outcome.Failure;
        if (activity.Kind is ActivityKind.VpnStart or ActivityKind.VpnEnd && activity.Outcome == Outcome.Unknown)
        {
            activity.Outcome = Outcome.Success;
        }

        UseDestination(fields, activity);
        activity.VpnIp = IpAddress.Parse(fields.Text(EcsFields.FortiTunnelIp, EcsFields.FortiAssigned).Span);
        activity[TextField.Session] = AccountText.Clean(fields.Text(EcsFields.FortiTunnel));
    }

    public static void Meraki(in JsonFields fields, Activity activity)
    {
        var action = fields.Text(EcsFields.MerakiSubtype, EcsFields.Action).Span;
        if (!action.StartsWith("anyconnect_vpn_"u8) && !action.StartsWith("client_vpn_"u8)) return;
        activity.Kind = KindOfSuffix(action);
        if (action.EndsWith("auth_failure"u8)) activity.Outcome = Outcome.Failure;
        else if (activity.Outcome == Outcome.Unknown) activity.Outcome = Outcome.Success;
        activity.VpnIp = fields.Ip(EcsFields.ForwardedIp);
        var client = fields.Ip(EcsFields.ClientIp);
        activity.Ip = client.IsNone ? fields.Ip(EcsFields.MerakiPeer) : client;
    }

    public static void OpenVpn(in JsonFields fields, Activity activity)
    {
        if (!fields.Is(EcsFields.Provider, "openvpn"u8)) return;
        activity.Ip = fields.Ip(EcsFields.SourceIp);
        activity.VpnIp = fields.Ip(EcsFields.SourceNat);
        if (fields.Contains(EcsFields.Category, "authentication"u8) || activity.Outcome == Outcome.Failure) activity.Kind = ActivityKind.VpnAuth;
        else if (fields.Contains(EcsFields.Type, "start"u8)) activity.Kind = ActivityKind.VpnStart;
        else if (fields.Contains(EcsFields.Type, "end"u8)) activity.Kind = ActivityKind.VpnEnd;
        else activity.Kind = ActivityKind.VpnTraffic;
    }

    public static void Pulse(in JsonFields fields, Activity activity)
    {
        activity.Ip = fields.Ip(EcsFields.ClientIp);
        activity.VpnIp = fields.Ip(EcsFields.ClientNat);
        if (fields.Contains(EcsFields.Type, "start"u8)) activity.Kind = ActivityKind.VpnStart;
        else if (fields.Contains(EcsFields.Type, "end"u8)) activity.Kind = ActivityKind.VpnEnd;
        else if (fields.Text(EcsFields.Message).Span.IndexOf("uthentication"u8) >= 0
            || fields.Text(EcsFields.Message).Span.IndexOf("ogin "u8) >= 0)
        {
            activity.Kind = ActivityKind.VpnAuth;
            if (activity.Outcome == Outcome.Unknown && fields.Text(EcsFields.Message).Span.IndexOf("succe"u8) >= 0)
            {
                activity.Outcome = Outcome.Success;
            }
        }
    }

    public static void Zpa(in JsonFields fields, Activity activity)
    {
        EcsCommon.SetDevice(fields, activity);
        activity.Ip = fields.Ip(EcsFields.ClientIp);
        activity[TextField.Session] = AccountText.Clean(fields.Text(EcsFields.ZpaSession));
        if (!fields.Is(EcsFields.ZpaStatus, "ZPN_STATUS_AUTHENTICATED"u8)) return;
        activity.Kind = ActivityKind.VpnAuth;
        activity.Outcome = Outcome.Success;
    }

    public static void Cloudflare(in JsonFields fields, Activity activity)
    {
        activity.Ip = fields.Ip(EcsFields.ClientIp);
        if (!fields.Is(EcsFields.CloudflareAction, "login"u8) && !fields.Is(EcsFields.Action, "login"u8)) return;
        activity.Kind = ActivityKind.VpnAuth;
        if (fields.Bool(EcsFields.CloudflareAllowed) is { } allowed) activity.Outcome = allowed ? Outcome.Success : Outcome.Failure;
    }

    private static ActivityKind KindOfSuffix(ReadOnlySpan<byte> action)
    {
        if (action.EndsWith("_disconnect"u8)) return ActivityKind.VpnEnd;
        if (action.EndsWith("_connect"u8)) return ActivityKind.VpnStart;
        return action.EndsWith("_auth_success"u8) || action.EndsWith("_auth_failure"u8) ? ActivityKind.VpnAuth : ActivityKind.Other;
    }

    private static void UseDestination(in JsonFields fields, Activity activity)
    {
        activity.VendorPlace = default;
        activity.Ip = fields.Ip(EcsFields.DestinationIp);
        EcsCommon.SetGeo(fields, activity, EcsFields.DestinationGeo);
    }
}
