using System.Collections;
using System.Globalization;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Reading;

namespace Streams.Cli.Checking;

/// <summary>Finds every setting of one kind, so that a new one is checked without a line here.</summary>
internal static class SettingWalk
{
    public static IEnumerable<(string Path, string File)> Files(object section, SettingKind kind, string path = "")
    {
        foreach (var shape in SettingShape.Of(section.GetType()))
        {
            var place = path.Length == 0 ? shape.Key : $"{path}.{shape.Key}";
            var value = shape.Property.GetValue(section);
            switch (value)
            {
                case null:
                    break;
                case string text when shape.About.As == kind:
                    yield return (place, text);
                    break;
                case IList list when shape.Member is not null:
                    for (var i = 0; i < list.Count; i++)
                        foreach (var found in Member(shape, list[i], kind,
                            string.Create(CultureInfo.InvariantCulture, $"{place}[{i}]"))) yield return found;
                    break;
                default:
                    if (shape.IsScalar) break;
                    foreach (var found in Files(value, kind, place)) yield return found;
                    break;
            }
        }
    }

    private static IEnumerable<(string Path, string File)> Member(SettingShape list, object? member, SettingKind kind,
        string path)
    {
        if (member is string text) return list.About.As == kind ? [(path, text)] : [];
        return member is null || list.IsScalarList ? [] : Files(member, kind, path);
    }
}
