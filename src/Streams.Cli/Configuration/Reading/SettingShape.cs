using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Streams.Cli.Configuration.Reading;

/// <summary>One setting of a section as the binder and the schema see it.</summary>
internal sealed record SettingShape(string Key, PropertyInfo Property, Type Type, bool IsNullable, bool IsRequired,
    SettingAttribute About)
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<SettingShape>> Known = [];
    private static readonly HashSet<Type> Scalars =
        [typeof(string), typeof(bool), typeof(int), typeof(uint), typeof(long), typeof(double), typeof(TimeSpan)];

    public bool IsScalar => Scalars.Contains(Type);

    /// <summary>What a list is of; null for anything else.</summary>
    public Type? Member => Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        ? Type.GetGenericArguments()[0]
        : null;

    public bool IsScalarList => Member is { } member && Scalars.Contains(member);

    public bool IsSecret => About.As is SettingKind.SecretFile or SettingKind.SecretUrl;

    public static IReadOnlyList<SettingShape> Of(Type section) => Known.GetOrAdd(section, Read);

    public static string KeyOf(string property)
    {
        var key = new StringBuilder();
        foreach (var c in property)
        {
            if (char.IsUpper(c) && key.Length > 0) key.Append('_');
            key.Append(char.ToLowerInvariant(c));
        }

        return key.ToString();
    }

    private static IReadOnlyList<SettingShape> Read(Type section)
    {
        var nullability = new NullabilityInfoContext();
        return [.. section.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => new SettingShape(
                KeyOf(property.Name),
                property,
                Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
                nullability.Create(property).WriteState == NullabilityState.Nullable,
                property.IsDefined(typeof(RequiredMemberAttribute)),
                property.GetCustomAttribute<SettingAttribute>() ?? CoreSettings.Of(section, property)))];
    }
}
