using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Streams.Core.Scoring;

/// <summary>
/// The document of `hunt --json`: snake_case, times RFC 3339 UTC with milliseconds, keys in the order of the records.
/// </summary>
public static class HuntJson
{
    public const string Schema = "streams.hunt/1";

    public static void Write(HuntDocument document, IBufferWriter<byte> into, bool indented = true)
    {
        using var json = new Utf8JsonWriter(into, new JsonWriterOptions { Indented = indented, NewLine = "\n" });
        new HuntJsonWriter(json).Write(document);
    }

    public static byte[] ToBytes(HuntDocument document, bool indented = true) =>
        Bytes(into => Write(document, into, indented));

    /// <summary>One account's object, as in <c>accounts</c>: what the results log carries.</summary>
    public static byte[] ToBytes(AccountDocument document) => Bytes(into => Write(document, into));

    public static void Write(AccountDocument document, IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into);
        new HuntJsonWriter(json).Write(document);
    }

    /// <summary>One ring's object, as in <c>rings</c>.</summary>
    public static byte[] ToBytes(RingDocument document) => Bytes(into =>
    {
        using var json = new Utf8JsonWriter(into);
        new HuntJsonWriter(json).Write(document);
    });

    /// <summary>One finding's object, as in an account's <c>findings</c>.</summary>
    public static byte[] ToBytes(FindingDocument document) => Bytes(into =>
    {
        using var json = new Utf8JsonWriter(into);
        new HuntJsonWriter(json).Write(document);
    });

    /// <summary><c>{"account": …, "finding": {…}}</c>: what the results log carries of a finding withdrawn.</summary>
    public static byte[] ToBytes(WithdrawnFinding document) => Bytes(into =>
    {
        using var json = new Utf8JsonWriter(into);
        new HuntJsonWriter(json).Write(document);
    });

    /// <exception cref="FormatException">Not a document of this schema; the message says where.</exception>
    public static HuntDocument Read(ReadOnlyMemory<byte> utf8) => Parse(utf8, HuntJsonReader.Hunt);

    public static AccountDocument ReadAccount(ReadOnlyMemory<byte> utf8) => Parse(utf8, HuntJsonReader.Account);

    public static RingDocument ReadRing(ReadOnlyMemory<byte> utf8) => Parse(utf8, HuntJsonReader.Ring);

    public static FindingDocument ReadFinding(ReadOnlyMemory<byte> utf8) => Parse(utf8, HuntJsonReader.Finding);

    public static WithdrawnFinding ReadWithdrawn(ReadOnlyMemory<byte> utf8) => Parse(utf8, HuntJsonReader.Withdrawn);

    /// <summary>The order of `accounts`: priority descending, then account.</summary>
    public static IReadOnlyList<AccountDocument> Ranked(IEnumerable<AccountDocument> accounts) =>
        [.. accounts.OrderByDescending(account => account.Priority)
            .ThenBy(account => account.Account, StringComparer.Ordinal)];

    /// <summary>The order of `rings`: peak descending, then id.</summary>
    public static IReadOnlyList<RingDocument> Ranked(IEnumerable<RingDocument> rings) =>
        [.. rings.OrderByDescending(ring => ring.PeakScore).ThenBy(ring => ring.Id, StringComparer.Ordinal)];

    internal static string Time(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static T Parse<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("not a " + Schema + " document: " + e.Message, e);
        }
    }
}
