using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Detections;

public enum Sameness : byte { Unknown = 0, Same, Different }

/// <summary>
/// What an event says of its device, as hashes. An id or a browser fingerprint is compared only inside one namespace
/// (vendor and tenant),
/// a serial across them; a user agent is no device at all.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public struct DeviceMark
{
    private static readonly WordSet Phones = new("android", "iphone", "ipad");

    /// <summary>0 where unknown. A certificate counts as a serial: decoders put both there.</summary>
    public ulong Serial;

    /// <summary>The device id (strong) or else the browser fingerprint (medium); 0 where unknown.</summary>
    public ulong Id;

    public uint Namespace;

    /// <summary>1 where <see cref="Id"/> is strong, 0 where it is a fingerprint.</summary>
    public byte Strong;

    /// <summary>
    /// 1 for a phone or tablet, 2 for a computer, 0 where the system is unknown or nobody asked: <see cref="FormOf"/>.
    /// </summary>
    public byte Form;

    public ushort Reserved;

    public readonly bool IsKnown => Serial != 0 || Id != 0;

    /// <summary>One value for subjects and pairs.</summary>
    public readonly Key128 Key => Serial != 0 ? new Key128(1, Serial) : new Key128(Namespace | 1UL << 40, Id);

    public static DeviceMark Of(Activity activity)
    {
        var mark = default(DeviceMark);
        mark.Serial = Hash(activity[TextField.DeviceSerial].Span);
        var id = Hash(activity[TextField.DeviceId].Span);
        mark.Strong = (byte)(id != 0 ? 1 : 0);
        mark.Id = id != 0 ? id : Hash(activity[TextField.DeviceFingerprint].Span);
        if (!mark.IsKnown) return mark;
        mark.Namespace = NamespaceOf(activity);
        return mark;
    }

    public static uint NamespaceOf(Activity activity)
    {
        var tenant = activity[TextField.Tenant].Span;
        return tenant.IsEmpty ? activity.Format : unchecked((uint)Key128.OfFolded(tenant, activity.Format).Lo);
    }

    public static Sameness Compare(in DeviceMark a, in DeviceMark b)
    {
        if (a.Serial != 0 && b.Serial != 0) return a.Serial == b.Serial ? Sameness.Same : Sameness.Different;
        if (a.Id == 0 || b.Id == 0 || a.Namespace != b.Namespace || a.Strong != b.Strong) return Sameness.Unknown;
        return a.Id == b.Id ? Sameness.Same : Sameness.Different;
    }

    public static byte FormOf(Activity activity)
    {
        var os = activity[TextField.Os].Span;
        var agent = activity[TextField.UserAgent].Span;
        if (IsPhone(os) || IsPhone(agent)) return 1;
        return (byte)(os.IsEmpty && agent.IsEmpty ? 0 : 2);
    }

    private static bool IsPhone(ReadOnlySpan<byte> text) =>
        Phones.IsIn(text) || Words.Is(text, "ios"u8) || Words.StartsWith(text, "ios "u8);

    /// <summary>A masked value (<c>XXX</c>, <c>***</c>) names nothing.</summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.IndexOf("***"u8) >= 0 || text.IndexOf("XXX"u8) >= 0) return 0;
        var hash = Key128.OfFolded(text).Lo;
        return hash == 0 ? 1 : hash;
    }
}
