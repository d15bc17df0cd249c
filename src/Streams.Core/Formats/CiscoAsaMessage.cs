using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>
/// The text of one AnyConnect message. A user's name is the one part that an attacker chooses, and it may hold any of
/// the words
/// that part the fields; so fields before it are found from the left, fields behind it from the right.
/// </summary>
internal readonly ref struct CiscoAsaMessage(Utf8Text text)
{
    private readonly Utf8Text _text = text;
    private readonly ReadOnlySpan<byte> _span = text.Span;

    public static ActivityKind KindOf(int id) => id switch
    {
        113039 or 716001 => ActivityKind.VpnStart,
        722051 or 737026 => ActivityKind.VpnAddress,
        // Tunnels come and go, once for TCP and once for UDP; a lost connection waits to resume; 722055 names the
        // client.
        722022 or 722023 or 722055 or 716058 => ActivityKind.VpnTraffic,
        716059 => ActivityKind.VpnResume,
        113019 or 716002 => ActivityKind.VpnEnd,
        // 734001 pairs the user who was just authenticated with the public address.
        113004 or 113005 or 113008 or 113012 or 113015 or 716039 or 734001 => ActivityKind.VpnAuth,
        _ => ActivityKind.Other,
    };

    /// <summary>Fills the activity; false where the wording is not the documented one.</summary>
    public bool Read(int id, Activity activity, DecodeScratch scratch)
    {
        activity.Outcome = Outcome.Success;
        switch (id)
        {
            case 113039: return ReadGroup("AnyConnect parent session started"u8, activity, scratch, out _);
            case 716001: return ReadGroup("WebVPN session started"u8, activity, scratch, out _);
            case 716002: return ReadGroup("WebVPN session terminated"u8, activity, scratch, out _);
            case 722051: return ReadAssigned(activity, scratch);
            case 722022 or 722023: return ReadGroup("SVC connection "u8, activity, scratch, out _);
            case 722055: return ReadClient(activity, scratch);
            case 716058:
                activity.Outcome = Outcome.Interrupted;
                return ReadGroup("AnyConnect session lost connection"u8, activity, scratch, out _);
            case 716059: return ReadResumed(activity, scratch);
            case 113019: return ReadEnd(activity, scratch);
            case 716039:
                activity.Outcome = Outcome.Failure;
                return ReadRejected(activity, scratch);
            case 734001: return ReadDap(activity, scratch);
            case 737026: return ReadPool(activity);
            default: return ReadAaa(id, activity, scratch);
        }
    }

    // "Group <g> User <u> IP <ip> …tail…", brackets or not.
    private bool ReadGroup(ReadOnlySpan<byte> tail, Activity activity, DecodeScratch scratch, out int end)
    {
        end = _span.LastIndexOf(tail);
        if (end < 0 || !_span.StartsWith("Group "u8)) return false;
        var head = _span[..end];
        var user = head.IndexOf(" User "u8);
        var ip = head.LastIndexOf(" IP "u8);
        if (user < 0 || ip < user + 5) return false;
        SetUser(activity, user + 6, ip, 6, user, scratch);
        activity.Ip = IpAddress.Parse(Unbracket(head[(ip + 4)..]));
        return true;
    }

    private bool ReadAssigned(Activity activity, DecodeScratch scratch)
    {
        // Before 9.8 there was one address: "Address <10.0.0.1> assigned to session".
        var v4 = _span.LastIndexOf(" IPv4 Address "u8);
        if (v4 < 0) return ReadGroup(" Address "u8, activity, scratch, out var at) && SetAssigned(activity, at + 9, _span.Length);
        var v6 = _span.LastIndexOf(" IPv6 address "u8);
        if (!ReadGroup(" IPv4 Address "u8, activity, scratch, out _)) return false;
        SetAssigned(activity, v4 + 14, v6 > v4 ? v6 : _span.Length);
        if (activity.VpnIp.IsNone && v6 > v4) SetAssigned(activity, v6 + 14, _span.Length);
        return true;
    }

    private bool SetAssigned(Activity activity, int start, int end)
    {
        activity.VpnIp = IpAddress.Parse(FirstWord(_span[start..end]));
        return true;
    }

    private bool ReadResumed(Activity activity, DecodeScratch scratch)
    {
        if (!ReadGroup("AnyConnect session resumed"u8, activity, scratch, out var tail)) return false;
        var from = _span[tail..].LastIndexOf("onnection from "u8);
        if (from < 0) return true;
        var text = _span[(tail + from + 15)..];
        if (text.StartsWith("IP "u8)) text = text[3..];
        var now = IpAddress.Parse(FirstWord(text.TrimEnd((byte)'.')));
        if (!now.IsNone) activity.Ip = now;
        return true;
    }

    private bool ReadClient(Activity activity, DecodeScratch scratch)
    {
        if (!ReadGroup("Client Type: "u8, activity, scratch, out var tail)) return false;
        activity[TextField.UserAgent] = AccountText.Clean(_text.Slice(tail + 13));
        return true;
    }

    // "Group = g, Username = u, IP = ip, Session disconnected. Session Type: SSL, Duration: 1d 2h:27m:34s, …"
    private bool ReadEnd(Activity activity, DecodeScratch scratch)
    {
        var tail = _span.LastIndexOf(", Session disconnected"u8);
        if (tail < 0) return false;
        var head = _span[..tail];
        var group = head.IndexOf("Group = "u8);
        var user = head.IndexOf("Username = "u8);
        var ip = head.LastIndexOf(", IP = "u8);
        if (group != 0 || user < 10 || ip < user) return false;
        var rest = _span[tail..];
        var type = rest.IndexOf("Session Type: "u8);
        if (type >= 0)
        {
            rest = rest[(type + 14)..];
            var end = rest.IndexOf((byte)',');
            activity[TextField.Client] = _text.Slice(tail + type + 14, end < 0 ? rest.Length : end);
        }

        SetUser(activity, user + 11, ip, 8, user - 2, scratch);
        activity.Ip = IpAddress.Parse(FirstWord(head[(ip + 7)..]));
        // Two firewalls ended their tunnel; their address stands where a person's name would.
        if (rest.StartsWith("LAN-to-LAN"u8) || !IpAddress.Parse(activity[TextField.Login].Span).IsNone) activity.Kind = ActivityKind.Other;
        return true;
    }

    private bool ReadRejected(Activity activity, DecodeScratch scratch)
    {
        if (_span.StartsWith("Group "u8)) return ReadGroup("Authentication: rejected"u8, activity, scratch, out _);
        // Before 9.x: "Authentication: rejected, group = g user = u , Session Type: WebVPN".
        var group = _span.IndexOf("group = "u8);
        var user = _span.IndexOf(" user = "u8);
        var end = _span.LastIndexOf(", Session Type"u8);
        if (group < 0 || user < group + 7 || end < user + 8) return false;
        SetUser(activity, user + 8, end, group + 8, user, scratch);
        return true;
    }

    private bool ReadDap(Activity activity, DecodeScratch scratch)
    {
        var user = _span.IndexOf("User "u8);
        var tail = _span.LastIndexOf(", Connection "u8);
        if (user < 0 || tail < user) return false;
        var address = _span[..tail].LastIndexOf(", Addr "u8);
        if (address < user + 5) return false;
        SetUser(activity, user + 5, address, 0, 0, scratch);
        activity.Ip = IpAddress.Parse(FirstWord(_span[(address + 7)..tail]));
        return true;
    }

    // "IPAA: Session=0x1122, Client assigned 10.0.0.1 from local pool P": no user, found by its session.
    private bool ReadPool(Activity activity)
    {
        var at = _span.IndexOf("lient assigned "u8);
        if (at < 0) return false;
        SetAssigned(activity, at + 15, _span.Length);
        var session = _span[..at].IndexOf("Session="u8);
        if (session < 0) return true;
        var length = _span[(session + 8)..at].IndexOf((byte)',');
        if (length > 0) activity[TextField.Session] = _text.Slice(session + 8, length);
        return true;
    }

    // "AAA user authentication Rejected: reason = r: server = s : user = u: user IP = ip" and its relatives.
    private bool ReadAaa(int id, Activity activity, DecodeScratch scratch)
    {
        var isStatus = id == 113008;
        if (!_span.StartsWith(isStatus ? "AAA transaction status "u8 : "AAA user "u8)) return false;
        if (id is 113005 or 113015 || (isStatus && !_span[23..].StartsWith("ACCEPT"u8))) activity.Outcome = Outcome.Failure;
        // The same number reports authorisation and accounting, which repeat a login.
        if (!isStatus && !_span[9..].StartsWith("authentication"u8)) activity.Kind = ActivityKind.Other;
        var user = _span.IndexOf("ser = "u8);
        if (user < 0) return false;
        user += 6;
        var ip = _span[user..].LastIndexOf(": user IP = "u8);
        var end = ip < 0 ? _span.Length : user + ip;
        SetUser(activity, user, end, 0, 0, scratch);
        if (ip >= 0) activity.Ip = IpAddress.Parse(FirstWord(_span[(end + 12)..]));
        return true;
    }

    private void SetUser(Activity activity, int start, int end, int groupStart, int groupEnd, DecodeScratch scratch)
    {
        AccountText.SetName(activity, Unbracket(Trimmed(start, end)), scratch);
        var group = Unbracket(Trimmed(groupStart, groupEnd));
        if (activity[TextField.Domain].IsEmpty) activity[TextField.Domain] = AccountText.Clean(group);
        // The management tunnel is the machine's certificate, whatever its subject looks like.
        if (!Folded.Contains(group.Span, "mgmt_tunnel"u8) && !Folded.Contains(group.Span, "mgmt-tunnel"u8)) return;
        activity.AccountType = AccountType.Device;
        activity[TextField.DeviceName] = activity[TextField.Login];
    }

    private Utf8Text Trimmed(int start, int end)
    {
        while (start < end && _span[start] == ' ') start++;
        while (end > start && _span[end - 1] == ' ') end--;
        return _text.Slice(start, end - start);
    }

    private static Utf8Text Unbracket(Utf8Text text) =>
        text.Length >= 2 && text.Span[0] == '<' && text.Span[^1] == '>' ? text.Slice(1, text.Length - 2) : text;

    private static ReadOnlySpan<byte> Unbracket(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        return text.Length >= 2 && text[0] == '<' && text[^1] == '>' ? text[1..^1] : FirstWord(text);
    }

    private static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        var end = text.IndexOfAny((byte)' ', (byte)',');
        if (end >= 0) text = text[..end];
        return text.Length >= 2 && text[0] == '<' && text[^1] == '>' ? text[1..^1] : text;
    }
}
