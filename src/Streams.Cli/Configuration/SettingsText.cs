using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Streams.Cli.Configuration.Reading;

namespace Streams.Cli.Configuration;

/// <summary>
/// A section as one text, the same for the same settings wherever it is written: what workers compare, hash and hand to
/// each other. Every setting is in it, defaults too, so that another program's defaults do not creep in.
/// </summary>
internal static class SettingsText
{
    public static string Write(object section)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) WriteSection(json, section);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static string Hash(object section) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(section))));

    /// <summary>Null where a problem was added. JSON is YAML, so what reads the files reads this, with the same bounds.</summary>
    public static T? Read<T>(string text, ICollection<ConfigurationProblem> problems)
        where T : class
    {
        var found = new List<ConfigurationProblem>();
        using var reader = new StringReader(text);
        var node = new YamlReader("settings", found).Read(reader);
        var section = node is null ? null : (T)new ConfigurationBinder(found).Section(typeof(T), node, "");
        foreach (var problem in found) problems.Add(problem);
        return found.Count == 0 ? section : null;
    }

    private static void WriteSection(Utf8JsonWriter json, object section)
    {
        json.WriteStartObject();
        foreach (var shape in SettingShape.Of(section.GetType()).OrderBy(shape => shape.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(shape.Key);
            WriteValue(json, shape.Property.GetValue(section));
        }

        json.WriteEndObject();
    }

    private static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + "ms";

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double number: json.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture)); break;
            case TimeSpan span: json.WriteStringValue(Milliseconds(span)); break;
            case int or uint or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (var member in list) WriteValue(json, member);
                json.WriteEndArray();
                break;
            default: WriteSection(json, value); break;
        }
    }
}
