using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Tests.Enrichment;

/// <summary>MaxMind's public test files beside the repository, and ways to compare records.</summary>
internal static class GeoFiles
{
    public static string Folder => Path.Combine(Shared.Root ?? ".", "geo");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, "test-data", name + ".mmdb"));

    public static MmdbReader Open(string name) => MmdbReader.Open(name + ".mmdb", Bytes(name));

    public static GeoDatabase Database(string name) => GeoDatabase.Open(name + ".mmdb", Bytes(name));

    /// <summary>First address of a network in MaxMind's spelling, where IPv4 may be written as ::1.2.3.0/120.</summary>
    public static (IpAddress Ip, int Length) Network(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = text[..slash];
        var length = int.Parse(text[(slash + 1)..], CultureInfo.InvariantCulture);
        if (address.StartsWith("::", StringComparison.Ordinal) && address.Contains('.', StringComparison.Ordinal))
            (address, length) = (address[2..], length - 96);
        var ip = IpAddress.Parse(address);
        return (ip, ip.IsV4 ? length + 96 : length);
    }

    /// <summary>JSON without the difference between integer and floating types, keys in ordinal order.</summary>
    public static string Canonical(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => $"{p.Name}:{Canonical(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", element.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.Number => element.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => "'" + element.GetString() + "'",
        _ => element.ToString().ToLowerInvariant(),
    };

    public static string Canonical(object? value) => value switch
    {
        null => "null",
        Dictionary<string, object> map => "{" + string.Join(",", map.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key}:{Canonical(p.Value)}")) + "}",
        IList list and not byte[] => "[" + string.Join(",", list.Cast<object>().Select(Canonical)) + "]",
        string text => "'" + text + "'",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>What mmdblookup prints, without its white space.</summary>
    public static string AsMmdbLookup(object value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return Compact(text.ToString());
    }

    public static string Compact(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static void Append(StringBuilder into, object value)
    {
        switch (value)
        {
            case Dictionary<string, object> map:
                into.Append('{');
                foreach (var (key, item) in map)
                {
                    into.Append('"').Append(key).Append("\":");
                    Append(into, item);
                }

                into.Append('}');
                break;
            case List<object> list:
                into.Append('[');
                foreach (var item in list) Append(into, item);
                into.Append(']');
                break;
            default:
                into.Append(value switch
                {
                    string text => $"\"{text}\"<utf8_string>",
                    double number => string.Create(CultureInfo.InvariantCulture, $"{number:F6}<double>"),
                    float number => string.Create(CultureInfo.InvariantCulture, $"{number:F6}<float>"),
                    ushort number => $"{number}<uint16>",
                    uint number => $"{number}<uint32>",
                    ulong number => $"{number}<uint64>",
                    int number => $"{number}<int32>",
                    bool truth => (truth ? "true" : "false") + "<boolean>",
                    byte[] bytes => Convert.ToHexString(bytes) + "<bytes>",
                    UInt128 number => $"0x{number:X32}<uint128>",
                    _ => throw new ArgumentException(value.GetType().Name),
                });
                break;
        }
    }
}
