using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>
/// Reads the artefacts out of an activity: which events count, which values identify anything, and what they are
/// compared within.
/// </summary>
public static class ArtefactReader
{
    public const int Max = 8;

    /// <summary>How well an own device is identified; the order makes two accounts' choices comparable.</summary>
    private const byte SerialRank = 4, VpnRank = 3, SsoRank = 2, BrowserRank = 1;

    // What firmware and agents write where they know nothing.
    private static readonly byte[][] Placeholders =
    [
        .. new[]
        {
            "unknown", "null", "none", "n/a", "na", "-", "0", "undefined", "default", "default string",
                "system serial number",
            "to be filled by o.e.m.", "not specified", "not available", "not applicable", "(null)", "localhost",
                "invalid", "empty",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>A bit for each length that a placeholder has: nearly every id is longer.</summary>
    private static readonly uint PlaceholderLengths = Placeholders.Aggregate(0u, (mask, text) => mask | 1u << text.Length);

    // GitHub signs what is done in its web pages with its own two keys: everybody shares them.
    private static readonly byte[][] ForgeKeys =
        [.. new[] { "4AEE18F83AFDEB23", "B5690EEEBB952194" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>
    /// The event shows the person at a place with a device. A VPN start counts here even without a proof of presence:
    /// reconnects after sleep blur the hour, not the place.
    /// </summary>
    public static bool ShowsPlace(AccountStep step)
    {
        var activity = step.Activity;
        if (!IsPersonal(activity)) return false;
        return activity.Kind switch
        {
            ActivityKind.SsoLogin or ActivityKind.SsoFactor or ActivityKind.SsoApp => activity.Interactive != false,
            ActivityKind.VpnStart or ActivityKind.VpnAuth => true,
            ActivityKind.CodePush => step.IsPresence,
            _ => false,
        };
    }

    public static int Read(AccountStep step, IpAddress line, Span<SeenArtefact> into)
    {
        var activity = step.Activity;
        if (!IsPersonal(activity)) return 0;
        var count = 0;
        var shows = ShowsPlace(step);
        if (shows || activity.Kind == ActivityKind.DeviceEnrol) count = ReadDevices(activity, into);
        // A code that the system sends tells whose phone it is, though the record's device and address are not the
        // person's.
        else if (activity.Kind == ActivityKind.SsoFactor) count = ReadPhone(activity, into);
        if (activity.Family == SourceFamily.Code) count += ReadCode(activity, into[count..]);
        if (shows && !line.IsNone)
            into[count++] = new SeenArtefact(ArtefactType.Ip, KeyOf(line), 0, 0, TextField.Count, -1);
        return count;
    }

    /// <summary>
    /// The line that the account sits on: the VPN's where the record shows only the organisation's own exit.
    /// </summary>
    public static IpAddress LineOf(AccountStep step)
    {
        var activity = step.Activity;
        ref readonly var vpn = ref step.Profile.Vpn;
        const PlaceFlags masked = PlaceFlags.Egress | PlaceFlags.Inside;

        // Unmasking keeps the flag and puts the connection's place in; without a live connection the place stays empty.
        var inherited = vpn.Start != 0 && (activity.Place.Flags & masked) != 0 && activity.Family != SourceFamily.Vpn
            && SamePlace(activity.Place, vpn.Place);
        var ip = inherited ? vpn.Ip : activity.Ip;
        var place = inherited ? vpn.Place : activity.Place;
        const PlaceFlags nobodysHome = PlaceFlags.Egress | PlaceFlags.Inside | PlaceFlags.AllowedRelay;
        if (ip.IsNone || (place.Flags & nobodysHome) != 0 || !activity[TextField.RelayProvider].IsEmpty) return default;
        return place.Class is NetworkClass.Fixed or NetworkClass.Unknown ? ip.Line : default;
    }

    private static bool SamePlace(in Place a, in Place b) =>
        a.Asn == b.Asn && a.Class == b.Class && a.Country == b.Country && a.Latitude.Equals(b.Latitude) && a.Longitude
            .Equals(b.Longitude);

    private static bool IsPersonal(Activity activity)
    {
        if (activity.AccountType != AccountType.Person) return false;
        if (activity.Outcome == Outcome.Success) return true;
        // Pushes and tunnels are logged because they happened; many sources give them no outcome.
        return activity.Outcome == Outcome.Unknown
            && (activity.Family == SourceFamily.Code || activity.Kind == ActivityKind.VpnStart);
    }

    private static int ReadDevices(Activity activity, Span<SeenArtefact> into)
    {
        var space = Key128.Of(activity[TextField.Tenant].Span, activity.Format);
        var spaceId = unchecked((uint)space.Lo | 1);
        var count = 0;
        var serial = activity[TextField.DeviceSerial].Span;
        if (Identifies(serial, 4))
            into[count++] = Seen(ArtefactType.Device, TextField.DeviceSerial, serial, default, 0, SerialRank);
        var id = activity[TextField.DeviceId].Span;
        var idRank = activity.Family == SourceFamily.Vpn ? VpnRank : SsoRank;
        if (Identifies(id, 4))
            into[count++] = Seen(ArtefactType.Device, TextField.DeviceId, id, space, spaceId, idRank);
        var browser = activity[TextField.DeviceFingerprint].Span;
        if (Identifies(browser, 8))
            into[count++] =
                Seen(ArtefactType.BrowserHash, TextField.DeviceFingerprint, browser, space, spaceId, BrowserRank);
        var authenticator = activity[TextField.MfaDevice].Span;
        if (Identifies(authenticator, 4))
            into[count++] = Seen(ArtefactType.MfaDevice, TextField.MfaDevice, authenticator, space, spaceId, 0);
        return count + ReadPhone(activity, into[count..]);
    }

    private static int ReadPhone(Activity activity, Span<SeenArtefact> into)
    {
        if (PhoneKey(activity[TextField.MfaPhone].Span) is not { IsNone: false } phone) return 0;
        into[0] = new SeenArtefact(ArtefactType.Phone, phone, 0, 0, TextField.MfaPhone, -1);
        return 1;
    }

    private static int ReadCode(Activity activity, Span<SeenArtefact> into)
    {
        var count = 0;
        var key = activity[TextField.Key].Span;
        if (IsKey(key)) into[count++] = Seen(ArtefactType.Key, TextField.Key, key, default, 0, 0);
        else if (OwnSigningKey(activity) is var commit and >= 0)
            into[count++] =
                Seen(ArtefactType.Key, TextField.Key, activity.Commits[commit].SigningKey.Span, default, 0, 0) with
                {
                    Commit = (short)commit,
                };
        var token = activity[TextField.Token].Span;
        var space = Key128.Of(activity[TextField.Tenant].Span, activity.Format);
        if (Identifies(token, 8, mayHoldX: true))
            into[count++] = Seen(ArtefactType.Token, TextField.Token, token, space, 0, 0);
        return count;
    }

    /// <summary>
    /// First commit that its author made and signed: a rebase carries the signature of somebody else.
    /// </summary>
    private static int OwnSigningKey(Activity activity)
    {
        for (var i = 0; i < Math.Min(activity.CommitCount, 64); i++)
        {
            ref readonly var commit = ref activity.Commits[i];
            if (IsKey(commit.SigningKey.Span) && !commit.AuthorEmail.IsEmpty && commit.AuthorEmail
                .Is(commit.CommitterEmail.Span)) return i;
        }

        return -1;
    }

    private static bool IsKey(ReadOnlySpan<byte> text)
    {
        if (!Identifies(text, 8, mayHoldX: true)) return false;
        foreach (var forge in ForgeKeys)
            if (text.EndsWith(forge)) return false;
        return true;
    }

    /// <summary>Digits only, so that spaces and brackets do not make two phones of one.</summary>
    private static Key128 PhoneKey(ReadOnlySpan<byte> text)
    {
        if (!Identifies(text, 7)) return default;
        Span<byte> digits = stackalloc byte[20];
        var count = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c)) continue;
            if (count == digits.Length) return default;
            digits[count++] = c;
        }

        return count >= 7 ? Key128.Of(digits[..count], (ulong)ArtefactType.Phone + 1) : default;
    }

    private static Key128 KeyOf(IpAddress line) =>
        new Key128((ulong)ArtefactType.Ip + 1, 1).With(new Key128(line.Hi, line.Lo));

    private static SeenArtefact Seen(ArtefactType type, TextField field, ReadOnlySpan<byte> text, Key128 space,
        uint spaceId, byte rank)
    {
        var seed = (ulong)type + 1;
        var key = SeenArtefact.IsFolded(type) ? Key128.OfFolded(text, seed) : Key128.Of(text, seed);
        return new SeenArtefact(type, space.IsNone ? key : space.With(key), spaceId, rank, field, -1);
    }

    /// <summary>Base64 holds an XXX by chance; a phone number or a device id does not.</summary>
    private static bool IsMasked(ReadOnlySpan<byte> text, bool mayHoldX) => text.IndexOf("***"u8) >= 0
        || (!mayHoldX && (text.IndexOf("XXX"u8) >= 0 || text.IndexOf("xxx"u8) >= 0));

    /// <summary>
    /// False for what stands for nobody: too short, masked, a placeholder, one character again and again.
    /// </summary>
    private static bool Identifies(ReadOnlySpan<byte> text, int shortest, bool mayHoldX = false)
    {
        if (text.Length < shortest || (text.IndexOfAny("*Xx"u8) >= 0 && IsMasked(text, mayHoldX))) return false;
        if (text.Length < 32 && (PlaceholderLengths >> text.Length & 1) != 0)
            foreach (var placeholder in Placeholders)
                if (Ascii.EqualsIgnoreCase(text, placeholder)) return false;
        var first = text[0];
        foreach (var c in text)
            if (c != first && c != '-' && c != ':') return true;
        return false;
    }
}
