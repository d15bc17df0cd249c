using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment.Csv;

namespace Streams.Core.Enrichment;

public sealed record AllowRow(
    string Rule, string? Account, string? ArtefactType, string? Artefact, string Reason, string Owner, long UntilMs);

/// <summary>allow.csv: what a person has decided is fine, for how long and why.</summary>
public sealed class AllowTable(IReadOnlyList<AllowRow> rows)
{
    private static readonly string[] Columns = ["rule", "account", "artefact_type", "artefact", "reason", "owner", "until"];

    private static readonly string[] Types =
        ["ip", "cidr", "device", "phone", "key", "token", "session", "asn", "country", "repo", "agent"];

    private readonly IpNetwork?[] _networks = [.. rows.Select(NetworkOf)];

    public IReadOnlyList<AllowRow> Rows { get; } = rows;

    /// <summary>
    /// The first row that covers a finding of <paramref name="rule"/> on the account and any of the artefacts at that
    /// event time.
    /// </summary>
    public AllowRow? Find(string rule, IEnumerable<string> accountNames, IEnumerable<(string Type, string Value)> artefacts, long time)
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            var row = Rows[i];
            if (time > row.UntilMs || !Any(row.Rule) && !row.Rule.Equals(rule, StringComparison.OrdinalIgnoreCase)) continue;
            if (!Any(row.Account) && !accountNames.Any(name => name.Equals(row.Account, StringComparison.OrdinalIgnoreCase))) continue;
            if (Any(row.ArtefactType) && Any(row.Artefact)) return row;
            var network = _networks[i];
            foreach (var (type, value) in artefacts)
                if (Covers(row, network, type, value)) return row;
        }

        return null;
    }

    private static bool Any(string? cell) => string.IsNullOrEmpty(cell) || cell == "*";

    private static bool Covers(AllowRow row, IpNetwork? network, string type, string value)
    {
        if (!Any(row.ArtefactType))
        {
            var wanted = row.ArtefactType!.Equals("cidr", StringComparison.OrdinalIgnoreCase) ? "ip" : row.ArtefactType;
            if (!wanted.Equals(type, StringComparison.OrdinalIgnoreCase)) return false;
            if (Any(row.Artefact)) return true;
        }

        // Addresses have many spellings: compare what they mean.
        if (network is { } block && type.Equals("ip", StringComparison.OrdinalIgnoreCase))
        {
            var ip = IpAddress.Parse(value);
            return !ip.IsNone && block.Contains(ip);
        }

        return Same(type, row.Artefact!, value);
    }

    private static bool Same(string type, string one, string other) => type.ToLowerInvariant() switch
    {
        // Fingerprints and hashed tokens are Base64: case is part of them.
        "key" or "token" => string.Equals(one, other, StringComparison.Ordinal),
        "asn" => Number(one).Equals(Number(other), StringComparison.Ordinal),
        "phone" => Digits(one) == Digits(other),
        _ => string.Equals(one, other, StringComparison.OrdinalIgnoreCase),
    };

    private static ReadOnlySpan<char> Number(string asn) =>
        asn.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? asn.AsSpan(2) : asn;

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));

    private static IpNetwork? NetworkOf(AllowRow row)
    {
        if (string.IsNullOrEmpty(row.Artefact)) return null;
        if (!string.IsNullOrEmpty(row.ArtefactType) && row.ArtefactType.ToLowerInvariant() is not ("ip" or "cidr")) return null;
        return IpNetwork.TryParse(Encoding.UTF8.GetBytes(row.Artefact), out var network, out _) ? network : null;
    }

    public static AllowTable Parse(string name, ReadOnlySpan<byte> csv, ICollection<TableProblem> problems)
    {
        var rows = new List<AllowRow>();
        var table = new TableReader(name, csv, Columns, ["rule", "reason", "owner", "until"], problems);
        while (table.Next())
        {
            var rule = table.Text(0) ?? "*";
            if (rule != "*" && !IsRule(rule)) table.Problem(0, "a rule's id such as D07, or *");
            var type = table.Text(2)?.ToLowerInvariant();
            if (type is not (null or "*") && !Types.Contains(type)) table.Problem(2, string.Join(", ", Types));
            CheckArtefact(ref table, type);
            var reason = table.Required(4, "a reason");
            var owner = table.Required(5, "who decided it");
            var until = Until(ref table);
            if (!table.Bad) rows.Add(new AllowRow(rule, table.Text(1), type, table.Text(3), reason, owner, until));
        }

        return new AllowTable(rows);
    }

    private static bool IsRule(string text) =>
        text.Length == 3 && text[0] is 'D' or 'd' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]);

    private static void CheckArtefact(ref TableReader table, string? type)
    {
        if (table.IsEmpty(3)) return;
        if (type == "cidr" && !IpNetwork.TryParse(table.Bytes(3), out _, out var expected)) table.Problem(3, expected);
        if (type == "ip" && !IpNetwork.TryAddress(table.Bytes(3), out _)) table.Problem(3, "an address such as 192.0.2.7");
        if (type == "country") Cells.Country(ref table, 3);
    }

    private static long Until(ref TableReader table)
    {
        if (Times.TryTime(table.Required(6, "a date or time such as 2026-12-31"), true, out var until)) return until;
        if (!table.IsEmpty(6)) table.Problem(6, "a date or time such as 2026-12-31");
        return 0;
    }
}
