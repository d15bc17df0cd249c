using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// What the three spellings of a GlobalProtect event (CSV, CEF, Strata JSON) have in common, and its meaning.
/// </summary>
internal ref struct GlobalProtectEvent
{
    public Utf8Text Event, User, Region, Machine, PublicV4, PublicV6, AssignedV4, AssignedV6;
    public Utf8Text HostId, Serial, ClientVersion, Os, OsVersion, Description, Status, Portal, Firewall, Sequence;

    public readonly void Map(Activity activity, DecodeScratch scratch)
    {
        activity.Outcome = OutcomeOf(Status.Span);
        activity.Ip = First(PublicV4, PublicV6);
        activity.VendorPlace.Country = CountryCode.Parse(Region.Span);
        activity[TextField.DeviceName] = Known(Machine);
        activity[TextField.DeviceId] = Known(HostId);
        activity[TextField.DeviceSerial] = Known(Serial);
        activity[TextField.Os] = OsVersion.IsEmpty ? Os : OsVersion;
        activity[TextField.Client] = ClientVersion;
        activity[TextField.App] = Portal;
        activity[TextField.EventId] = Key(scratch);
        MapUser(activity, scratch);
        activity.Kind = KindOf(Event.Span, out var mayBeAssigned);
        // At the authentication stage an address in the assigned columns is not yet this session's.
        if (mayBeAssigned) activity.VpnIp = First(AssignedV4, AssignedV6);
        // Gateways of before 9.1 have no gateway-connected: there the address tells that a tunnel came up.
        if (activity.Kind == ActivityKind.VpnStart && activity.VpnIp.IsNone && !Event.Is("gateway-connected"u8))
            activity.Kind = ActivityKind.Other;
        if (Event.Is("gateway-tunnel-latency"u8)) activity.RttMs = Latency(Description.Span);
    }

    private readonly void MapUser(Activity activity, DecodeScratch scratch)
    {
        AccountText.SetName(activity, User, scratch);
        // The machine itself, before anybody signed in to it.
        if (activity[TextField.Login].IsEmpty && Folded.Contains(User.Span, "pre-logon"u8)) activity.AccountType = AccountType.Device;
    }

    private static ActivityKind KindOf(ReadOnlySpan<byte> name, out bool mayBeAssigned)
    {
        mayBeAssigned = true;
        if (name.SequenceEqual("gateway-connected"u8) || name.SequenceEqual("gateway-setup-ipsec"u8)
            || name.SequenceEqual("gateway-getconfig"u8))
        {
            return ActivityKind.VpnStart;
        }

        if (name.SequenceEqual("gateway-logout"u8) || name.SequenceEqual("gateway-config-release"u8)) return ActivityKind.VpnEnd;
        if (name.SequenceEqual("gateway-tunnel-latency"u8) || name.SequenceEqual("gateway-hip-check"u8)) return ActivityKind.VpnTraffic;
        mayBeAssigned = false;
        return name.SequenceEqual("portal-auth"u8) || name.SequenceEqual("gateway-auth"u8) ? ActivityKind.VpnAuth : ActivityKind.Other;
    }

    private static Outcome OutcomeOf(ReadOnlySpan<byte> status)
    {
        if (Folded.Same(status, "success"u8)) return Outcome.Success;
        return Folded.Same(status, "failure"u8) || Folded.Same(status, "failed"u8) ? Outcome.Failure : Outcome.Unknown;
    }

    private static IpAddress First(Utf8Text v4, Utf8Text v6)
    {
        var address = IpAddress.Parse(v4.Span);
        return address.IsNone ? IpAddress.Parse(v6.Span) : address;
    }

    private static Utf8Text Known(Utf8Text text) => text.Is("(null)"u8) || Folded.Same(text.Span, "unknown"u8) ? default : text;

    // A sequence is unique within its firewall only; Prisma's gateways all call themselves "no-serial", so theirs tell
    // nothing.
    private readonly Utf8Text Key(DecodeScratch scratch)
    {
        if (Firewall.IsEmpty || Sequence.IsEmpty || Sequence.Is("0"u8) || Firewall.Is("no-serial"u8)) return default;
        var into = scratch.Reserve(Firewall.Length + 1 + Sequence.Length);
        Firewall.Span.CopyTo(into);
        into[Firewall.Length] = (byte)':';
        Sequence.Span.CopyTo(into[(Firewall.Length + 1)..]);
        return scratch.Commit(Firewall.Length + 1 + Sequence.Length);
    }

    // "Pre-tunnel latency: 67ms, Post-tunnel latency: 47ms". The first is the bare way from client to gateway.
    private static float Latency(ReadOnlySpan<byte> text)
    {
        var before = After(text, "Pre-tunnel latency:"u8);
        return float.IsNaN(before) ? After(text, "Post-tunnel latency:"u8) : before;
    }

    private static float After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label)
    {
        var at = text.IndexOf(label);
        if (at < 0) return float.NaN;
        text = text[(at + label.Length)..].TrimStart((byte)' ');
        // A minute for a round trip is a broken measurement.
        return System.Buffers.Text.Utf8Parser.TryParse(text, out int ms, out _) && ms is > 0 and < 60_000 ? ms : float.NaN;
    }
}
