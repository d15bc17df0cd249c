using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Cli.Configuration.Reading;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Configuration;

/// <summary>The records as JSON Schema (2020-12), for editors; <c>streams check --schema</c> prints it.</summary>
internal static class ConfigurationSchema
{
    private const string DurationPattern = @"^(0|\d+(\.\d+)?(ms|s|m|h|d))$";

    private const string SizePattern = @"^\d+(\.\d+)? ?([KMGTkmgt]i[Bb])?$";

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Streams",
            ["description"] = "config/streams.yaml. Made from the program's own records by: streams check --schema",
        };
        foreach (var (key, value) in Section(typeof(StreamsConfiguration), new StreamsConfiguration()).ToList())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Pretty).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Section(Type type, object? defaults)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var shape in SettingShape.Of(type))
        {
            var setting = Setting(shape, defaults is null ? null : shape.Property.GetValue(defaults));
            setting["description"] = shape.About.About;
            properties[shape.Key] = setting;
            if (shape.IsRequired) required.Add(shape.Key);
        }

        var section = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (required.Count > 0) section["required"] = required;
        return section;
    }

    private static JsonObject Setting(SettingShape shape, object? value)
    {
        if (shape.IsScalar)
        {
            var one = Scalar(shape.Type, shape.About);
            if (shape.IsNullable && one["type"] is JsonValue type)
                one["type"] = new JsonArray(type.DeepClone(), "null");
            if (shape.IsNullable && one["enum"] is JsonArray choices) choices.Add((JsonNode?)null);
            if (value is not null && !shape.IsRequired) one["default"] = Default(shape, value);
            return one;
        }

        if (shape.Member is not { } member) return Nullable(Section(shape.Type, value));
        var list = new JsonObject
        {
            ["type"] = shape.IsScalarList ? new JsonArray("array", "string", "null") : new JsonArray("array", "null"),
            ["items"] = shape.IsScalarList ? Scalar(member, shape.About)
                : Section(member, Activator.CreateInstance(member)),
        };
        if (member == typeof(int)) return list;
        if (double.IsFinite(shape.About.Least)) list["minItems"] = (int)shape.About.Least;
        if (double.IsFinite(shape.About.Most)) list["maxItems"] = (int)shape.About.Most;
        return list;
    }

    /// <summary>A section of which every line is commented out is null to YAML.</summary>
    private static JsonObject Nullable(JsonObject section)
    {
        section["type"] = new JsonArray("object", "null");
        return section;
    }

    private static JsonObject Scalar(Type type, SettingAttribute about)
    {
        if (about.OneOf.Length > 0) return Choice(about.OneOf);
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(TimeSpan)) return Measure(DurationPattern, ScalarBinder.Allowed(type, about));
        if (about.As == SettingKind.Bytes) return Measure(SizePattern, ScalarBinder.Allowed(type, about));
        if (type == typeof(string))
        {
            var text = new JsonObject { ["type"] = "string" };
            if (about.As == SettingKind.Format) return Choice(SettingText.FormatNames.Prepend("auto"));
            if (about.As != SettingKind.Plain) text["$comment"] = SettingText.Allowed(about.As);
            return text;
        }

        var number = new JsonObject { ["type"] = type == typeof(double) ? "number" : "integer" };
        if (double.IsFinite(about.Least)) number["minimum"] = about.Least;
        if (double.IsFinite(about.Most)) number["maximum"] = about.Most;
        return number;
    }

    private static JsonObject Choice(IEnumerable<string> choices) =>
        new() { ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]) };

    private static JsonObject Measure(string pattern, string allowed) =>
        new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = pattern, ["$comment"] = allowed };

    private static JsonNode Default(SettingShape shape, object value) => value switch
    {
        bool flag => flag,
        TimeSpan span => ScalarText.Duration(span.TotalSeconds),
        long bytes when shape.About.As == SettingKind.Bytes => ScalarText.Size(bytes),
        int or long or uint => JsonValue.Create(
            Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        double number => number,
        _ => (string)value,
    };
}
