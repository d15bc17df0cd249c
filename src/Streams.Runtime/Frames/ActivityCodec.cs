using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Runtime.Frames;

/// <summary>
/// An activity as bytes: a fixed head, the texts that are there, the commits. Version 1. The order of
/// <see cref="TextField"/> is part of the
/// format. Texts are cut at <see cref="TextMax"/>, so that an activity has a maximum size whatever a log contains.
/// </summary>
public static class ActivityCodec
{
    public const int TextMax = 4096, CommitsMax = 256;

    /// <summary>
    /// Commits beyond this many bytes are left out: the newest of a push say enough of it, and a frame has a bound.
    /// </summary>
    private const int CommitBytesMax = 96 * 1024;

    /// <summary>The fixed part. Every field is plain data; the layout is the wire format.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Head
    {
        public long Time;
        public Key128 Account, EventKey;
        public IpAddress Ip, VpnIp, MfaIp;
        public Place VendorPlace, Place, MfaPlace;
        public int OriginSource;
        public uint OriginRecord;
        public ushort OriginPart;
        public short TimeOffset;
        public float RttMs;
        public ActivityKind Kind;
        public Outcome Outcome;
        public AccountType AccountType;
        public TimeQuality TimeQuality;
        public byte Format;
        public byte Tristates;
        public ushort Commits;
        public uint Texts;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct CommitHead
    {
        public long AuthorTime, CommitterTime;
        public int Files, Added, Deleted;
        public short AuthorOffset, CommitterOffset;
        public byte IsMerge;
        public byte Unused;
        public ushort Texts;
    }

    public static void Write(ByteWriter to, Activity activity)
    {
        var present = activity.TextsPresent;

        var commits = Math.Min(activity.CommitCount, CommitsMax);
        var head = to.Length;
        to.Struct(new Head
        {
            Time = activity.Time,
            Account = activity.Account,
            EventKey = activity.EventKey,
            Ip = activity.Ip,
            VpnIp = activity.VpnIp,
            MfaIp = activity.MfaIp,
            VendorPlace = activity.VendorPlace,
            Place = activity.Place,
            MfaPlace = activity.MfaPlace,
            OriginSource = activity.Origin.Source,
            OriginRecord = activity.Origin.Record,
            OriginPart = activity.Origin.Part,
            TimeOffset = activity.TimeOffset,
            RttMs = activity.RttMs,
            Kind = activity.Kind,
            Outcome = activity.Outcome,
            AccountType = activity.AccountType,
            TimeQuality = activity.TimeQuality,
            Format = activity.Format,
            Tristates = (byte)(Tristate(activity.Interactive) | (Tristate(activity.DeviceManaged) << 2)),
            Commits = (ushort)commits,
            Texts = present,
        });

        for (var texts = present; texts != 0; texts &= texts - 1)
            Text(to, activity[(TextField)BitOperations.TrailingZeroCount(texts)]);

        var written = 0;
        var from = to.Length;
        foreach (ref var commit in activity.Commits[..commits])
        {
            Write(to, ref commit);
            written++;
            if (to.Length - from > CommitBytesMax) break;
        }

        if (written < commits) to.Patch(head + CommitsAt, [(byte)written, (byte)(written >> 8)]);
    }

    /// <summary>What tells an event from others, without its texts.</summary>
    public static ActivityHead Peek(byte[] buffer, int start, int length)
    {
        var reader = new ByteReader(buffer.AsSpan(start, length));
        ref readonly var head = ref reader.View<Head>();
        return new ActivityHead(head.Time, head.Account, head.EventKey, head.Commits);
    }

    /// <summary>
    /// Reads one activity at <paramref name="start"/>; its texts are slices of <paramref name="buffer"/>. Returns the
    /// bytes taken.
    /// </summary>
    public static int Read(byte[] buffer, int start, int length, Activity activity)
    {
        // All else is in the head.
        activity.ClearTexts();
        var reader = new ByteReader(buffer.AsSpan(start, length));
        ref readonly var head = ref reader.View<Head>();
        activity.Time = head.Time;
        activity.Account = head.Account;
        activity.EventKey = head.EventKey;
        activity.Ip = head.Ip;
        activity.VpnIp = head.VpnIp;
        activity.MfaIp = head.MfaIp;
        activity.VendorPlace = head.VendorPlace;
        activity.Place = head.Place;
        activity.MfaPlace = head.MfaPlace;
        activity.Origin = new Origin(head.OriginSource, head.OriginRecord, head.OriginPart);
        activity.TimeOffset = head.TimeOffset;
        activity.RttMs = head.RttMs;
        activity.Kind = head.Kind;
        activity.Outcome = head.Outcome;
        activity.AccountType = head.AccountType;
        activity.TimeQuality = head.TimeQuality;
        activity.Format = head.Format;
        activity.Interactive = Tristate(head.Tristates & 3);
        activity.DeviceManaged = Tristate((head.Tristates >> 2) & 3);

        for (var texts = head.Texts; texts != 0; texts &= texts - 1)
            activity[(TextField)BitOperations.TrailingZeroCount(texts)] = Text(ref reader, buffer, start);

        for (var i = 0; i < head.Commits; i++) Read(ref reader, buffer, start, ref activity.AddCommit());
        return reader.Position;
    }

    /// <summary>Puts the account into an encoded activity: the one thing that hunt learns after encoding.</summary>
    public static void PatchAccount(Span<byte> encoded, Key128 account) => MemoryMarshal.Write(encoded[sizeof(long)..], in account);

    private static void Write(ByteWriter to, ref Commit commit)
    {
        ushort present = 0;
        for (var i = 0; i < CommitTexts; i++)
            if (!CommitText(ref commit, i).IsEmpty) present |= (ushort)(1 << i);
        to.Struct(new CommitHead
        {
            AuthorTime = commit.AuthorTime,
            CommitterTime = commit.CommitterTime,
            Files = commit.Files,
            Added = commit.Added,
            Deleted = commit.Deleted,
            AuthorOffset = commit.AuthorOffset,
            CommitterOffset = commit.CommitterOffset,
            IsMerge = commit.IsMerge ? (byte)1 : (byte)0,
            Texts = present,
        });
        for (var i = 0; i < CommitTexts; i++)
            if ((present & (1 << i)) != 0) Text(to, CommitText(ref commit, i));
    }

    private static void Read(ref ByteReader reader, byte[] buffer, int start, ref Commit commit)
    {
        var head = reader.Struct<CommitHead>();
        commit.AuthorTime = head.AuthorTime;
        commit.CommitterTime = head.CommitterTime;
        commit.Files = head.Files;
        commit.Added = head.Added;
        commit.Deleted = head.Deleted;
        commit.AuthorOffset = head.AuthorOffset;
        commit.CommitterOffset = head.CommitterOffset;
        commit.IsMerge = head.IsMerge != 0;
        for (var i = 0; i < CommitTexts; i++)
            if ((head.Texts & (1 << i)) != 0) CommitText(ref commit, i) = Text(ref reader, buffer, start);
    }

    private const int CommitTexts = 10;

    private static readonly int CommitsAt = (int)Marshal.OffsetOf<Head>(nameof(Head.Commits));

    private static ref Utf8Text CommitText(ref Commit commit, int index)
    {
        switch (index)
        {
            case 0: return ref commit.Sha;
            case 1: return ref commit.AuthorName;
            case 2: return ref commit.AuthorEmail;
            case 3: return ref commit.CommitterName;
            case 4: return ref commit.CommitterEmail;
            case 5: return ref commit.Pusher;
            case 6: return ref commit.SigningKey;
            case 7: return ref commit.Message;
            case 8: return ref commit.CoAuthors;
            default: return ref commit.Body;
        }
    }

    private static void Text(ByteWriter to, Utf8Text text)
    {
        var span = text.Span;
        to.Counted(span.Length > TextMax ? span[..TextMax] : span);
    }

    private static Utf8Text Text(ref ByteReader reader, byte[] buffer, int start)
    {
        var length = reader.Counted().Length;
        return new Utf8Text(buffer, start + reader.Position - length, length);
    }

    private static int Tristate(bool? value) => value switch { null => 0, false => 1, true => 2 };

    private static bool? Tristate(int value) => value switch { 1 => false, 2 => true, _ => null };
}

/// <summary>Enough of an encoded activity to sort it and to know it again.</summary>
public readonly record struct ActivityHead(long Time, Key128 Account, Key128 EventKey, int Commits);
