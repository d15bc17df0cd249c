namespace Streams.Elasticsearch.Documents;

/// <summary>
/// Names of MITRE ATT&amp;CK (Enterprise, version 17) for the ids that rules carry: rules name ids only, because names
/// change between versions.
/// </summary>
internal static class Attack
{
    public const string Framework = "MITRE ATT&CK";

    private const string Site = "https://attack.mitre.org/";

    private static readonly Dictionary<string, (string Name, string[] Tactics)> Techniques = new(StringComparer.Ordinal)
    {
        ["T1020"] = ("Automated Exfiltration", ["TA0010"]),
        ["T1036"] = ("Masquerading", ["TA0005"]),
        ["T1070"] = ("Indicator Removal", ["TA0005"]),
        ["T1070.006"] = ("Timestomp", ["TA0005"]),
        ["T1078"] = ("Valid Accounts", ["TA0001", "TA0003", "TA0004", "TA0005"]),
        ["T1078.004"] = ("Cloud Accounts", ["TA0001", "TA0003", "TA0004", "TA0005"]),
        ["T1090"] = ("Proxy", ["TA0011"]),
        ["T1098"] = ("Account Manipulation", ["TA0003", "TA0004"]),
        ["T1098.005"] = ("Device Registration", ["TA0003", "TA0004"]),
        ["T1133"] = ("External Remote Services", ["TA0001", "TA0003"]),
        ["T1199"] = ("Trusted Relationship", ["TA0001"]),
        ["T1213"] = ("Data from Information Repositories", ["TA0009"]),
        ["T1213.003"] = ("Code Repositories", ["TA0009"]),
        ["T1219"] = ("Remote Access Tools", ["TA0011"]),
        ["T1219.002"] = ("Remote Desktop Software", ["TA0011"]),
        ["T1219.003"] = ("Remote Access Hardware", ["TA0011"]),
        ["T1539"] = ("Steal Web Session Cookie", ["TA0006"]),
        ["T1550"] = ("Use Alternate Authentication Material", ["TA0005", "TA0008"]),
        ["T1550.004"] = ("Web Session Cookie", ["TA0005", "TA0008"]),
        ["T1552"] = ("Unsecured Credentials", ["TA0006"]),
        ["T1552.004"] = ("Private Keys", ["TA0006"]),
        ["T1556"] = ("Modify Authentication Process", ["TA0003", "TA0005", "TA0006"]),
        ["T1556.006"] = ("Multi-Factor Authentication", ["TA0003", "TA0005", "TA0006"]),
        ["T1567"] = ("Exfiltration Over Web Service", ["TA0010"]),
        ["T1567.001"] = ("Exfiltration to Code Repository", ["TA0010"]),
        ["T1572"] = ("Protocol Tunneling", ["TA0011"]),
        ["T1585"] = ("Establish Accounts", ["TA0042"]),
        ["T1586"] = ("Compromise Accounts", ["TA0042"]),
        ["T1656"] = ("Impersonation", ["TA0005"]),
    };

    private static readonly Dictionary<string, string> Tactics = new(StringComparer.Ordinal)
    {
        ["TA0001"] = "Initial Access",
        ["TA0003"] = "Persistence",
        ["TA0004"] = "Privilege Escalation",
        ["TA0005"] = "Defense Evasion",
        ["TA0006"] = "Credential Access",
        ["TA0008"] = "Lateral Movement",
        ["TA0009"] = "Collection",
        ["TA0010"] = "Exfiltration",
        ["TA0011"] = "Command and Control",
        ["TA0042"] = "Resource Development",
    };

    public static bool Knows(string id) => Techniques.ContainsKey(id);

    /// <summary>ECS threat.*: arrays that stand side by side.</summary>
    public static void Write(EcsDocument to, IEnumerable<string> ids)
    {
        var all = ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0) return;
        var techniques = all.Select(id => id.Split('.')[0]).Distinct().ToList();
        var parts = all.Where(id => id.Contains('.', StringComparison.Ordinal)).ToList();
        var tactics = all.SelectMany(id => Techniques.TryGetValue(id, out var known) ? known.Tactics : []).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        to.Set("threat.framework", Framework);
        to.Set("threat.tactic.id", tactics);
        to.Set("threat.tactic.name", tactics.Select(id => Tactics[id]));
        to.Set("threat.tactic.reference", tactics.Select(id => $"{Site}tactics/{id}/"));
        to.Set("threat.technique.id", techniques);
        to.Set("threat.technique.name", techniques.Select(NameOf));
        to.Set("threat.technique.reference", techniques.Select(Reference));
        to.Set("threat.technique.subtechnique.id", parts);
        to.Set("threat.technique.subtechnique.name", parts.Select(NameOf));
        to.Set("threat.technique.subtechnique.reference", parts.Select(Reference));
    }

    /// <summary>An id that the table lacks stands for its own name.</summary>
    private static string NameOf(string id) => Techniques.TryGetValue(id, out var known) ? known.Name : id;

    private static string Reference(string id) => $"{Site}techniques/{id.Replace('.', '/')}/";
}
