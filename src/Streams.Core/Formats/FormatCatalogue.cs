using Streams.Core.Activities;

namespace Streams.Core.Formats;

/// <summary>Every format of the assembly, found by reflection: adding one touches its own file only.</summary>
public static class FormatCatalogue
{
    // Codes stand in frames and snapshots: append, never insert or rename. Code 0 is "none".
    private static readonly string[] Names =
    [
        "", "okta", "entra", "m365-unified-audit", "google-workspace", "duo", "onelogin", "pingone", "auth0", "aws-cloudtrail",
        "keycloak", "globalprotect", "cisco-asa", "openvpn", "fortigate", "meraki", "wireguard", "zscaler-zpa", "netskope",
        "tailscale", "teleport", "cloudflare", "pulse-ivanti", "cisco-ise-radius", "github", "gitlab", "bitbucket",
        "azure-devops", "gitea", "gerrit", "git-log", "ecs", "ocsf", "authentik", "jumpcloud", "onepassword", "salesforce",
        "cef", "leef", "key-value",
    ];

    private static readonly Key128[] Seeds = [.. Names.Select(name => Key128.Of(name))];

    /// <summary>In recognition order: specific ones first, generic ones after them.</summary>
    public static IReadOnlyList<Format> All { get; } = Find();

    /// <summary>The code of a known name, whether its format is here or not; 0 for an unknown one.</summary>
    public static byte CodeOf(string name) => (byte)Math.Max(0, Array.IndexOf(Names, name));

    public static string NameOf(byte code) => code < Names.Length ? Names[code] : "";

    public static Format? Of(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Hash of the format's name: event ids are unique within a format only.</summary>
    internal static Key128 SeedOf(byte code) => Seeds[code];

    private static Format[] Find()
    {
        var found = typeof(Format).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsSubclassOf(typeof(Format)))
            .Select(type => (Format)Activator.CreateInstance(type, nonPublic: true)!)
            .OrderBy(format => format.Order).ThenBy(format => CodeOf(format.Name))
                .ThenBy(format => format.GetType().FullName, StringComparer.Ordinal)
            .ToArray();
        foreach (var format in found)
        {
            format.Code = CodeOf(format.Name);
            if (format.Code == 0) throw new InvalidOperationException($"format '{format.Name}' has no code in the list of names");
        }

        return found;
    }
}
