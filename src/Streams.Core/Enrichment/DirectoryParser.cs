using Streams.Core.Activities;
using Streams.Core.Enrichment.Csv;

namespace Streams.Core.Enrichment;

/// <summary>directory.csv to rows.</summary>
internal static class DirectoryParser
{
    private static readonly string[] Columns =
    [
        "account", "names", "person_id", "kind", "remote", "country", "time_zone", "latitude", "longitude", "household", "vendor",
        "team", "hired", "exits", "on_leave", "travel", "on_call",
    ];

    public static List<DirectoryRow> Parse(string file, ReadOnlySpan<byte> csv, ICollection<TableProblem> problems)
    {
        var rows = new List<DirectoryRow>();
        var owners = new Owners();
        var zones = new Dictionary<string, TimeZoneInfo?>(StringComparer.Ordinal);
        var table = new TableReader(file, csv, Columns, ["account"], problems);
        while (table.Next())
        {
            var account = table.Required(0, "the account's name");
            if (!table.Bad) owners.Account(ref table, account);
            var (latitude, longitude) = Cells.Place(ref table, 7, 8);
            var row = new DirectoryRow
            {
                Account = account,
                Key = DirectoryTable.NameKey(account),
                Names = owners.Names(ref table, account),
                PersonId = table.Text(2),
                Kind = Kind(ref table),
                Remote = Cells.Boolean(ref table, 4),
                Country = Cells.Country(ref table, 5),
                Zone = Zone(ref table, zones),
                Latitude = latitude,
                Longitude = longitude,
                Household = table.Text(9),
                Vendor = table.Text(10),
                Team = table.Text(11),
                Hired = Cells.Date(ref table, 12),
                Exits = Cells.Date(ref table, 13),
                OnLeave = Cells.Spans(ref table, 14),
                Travel = Travels(ref table),
                OnCall = Cells.Spans(ref table, 16),
            };
            if (row.Hired > row.Exits) table.Problem(13, "a day not before hired");
            if (!table.Bad) rows.Add(row);
        }

        return rows;
    }

    private static AccountKind Kind(ref TableReader table)
    {
        switch (table.Text(3)?.ToLowerInvariant())
        {
            case null: return AccountKind.Unknown;
            case "employee": return AccountKind.Employee;
            case "contractor": return AccountKind.Contractor;
            case "service": return AccountKind.Service;
            case "shared": return AccountKind.Shared;
            default:
                table.Problem(3, "employee, contractor, service or shared");
                return AccountKind.Unknown;
        }
    }

    private static TimeZoneInfo? Zone(ref TableReader table, Dictionary<string, TimeZoneInfo?> zones)
    {
        var id = table.Text(6);
        if (id is null) return null;
        if (!zones.TryGetValue(id, out var zone)) zones[id] = zone = Zone(id);
        if (zone is null) table.Problem(6, "an IANA time zone such as America/Chicago");
        return zone;
    }

    private static TimeZoneInfo? Zone(string id)
    {
        // The id becomes part of a path in the system's zone folder.
        foreach (var c in id)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+')) return null;
        if (id[0] is '/' or '-' or '+') return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }

    private static IReadOnlyList<Travel> Travels(ref TableReader table)
    {
        var text = table.Text(15);
        if (text is null) return [];
        var travels = new List<Travel>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TryTravel(part, out var travel)) travels.Add(travel);
            else table.Problem(15, TableReader.Quote(part), "US:from/to, US-CO:from/to or a network's name (of three letters at least) with :from/to, in ISO dates or times");
        }

        return travels;
    }

    private static bool TryTravel(string text, out Travel travel)
    {
        travel = null!;
        // Times and names contain colons too: the first one behind which a pair stands is the right one.
        for (var colon = text.IndexOf(':', StringComparison.Ordinal); colon > 0; colon = text.IndexOf(':', colon + 1))
        {
            if (!Times.TryPair(text.AsSpan(colon + 1), out var when)) continue;
            var where = text[..colon].Trim();
            var country = CountryCode.Parse(where.Length >= 2 ? where[..2] : "");
            var isCode = where.Length == 2 || (where.Length is >= 4 and <= 6 && where[2] == '-'
                && where[3..].All(char.IsAsciiLetterOrDigit));
            if (!isCode) travel = new Travel(default, null, where, when);
            else if (!Cells.IsCountry(country)) return false;
            else travel = new Travel(country, where.Length == 2 ? null : where.ToUpperInvariant(), null, when);
            return where.Length > 0;
        }

        return false;
    }

    /// <summary>
    /// Which line each account and name came from: one name of two accounts would make the answer a matter of luck.
    /// </summary>
    private sealed class Owners
    {
        private readonly Dictionary<Key128, (string Account, int Line)> _accounts = [], _names = [];

        public void Account(ref TableReader table, string account)
        {
            var key = DirectoryTable.NameKey(account);
            if (!_accounts.TryAdd(key, (account, table.Line)))
                table.Problem(0, $"each account once (it is on line {_accounts[key].Line} too)");
            else Claim(ref table, 0, account, account);
        }

        public IReadOnlyList<string> Names(ref TableReader table, string account)
        {
            var text = table.Text(1);
            if (text is null) return [];
            var names = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var name in names) Claim(ref table, 1, name, account);
            return names;
        }

        private void Claim(ref TableReader table, int column, string name, string account)
        {
            var key = DirectoryTable.NameKey(name);
            if (_names.TryAdd(key, (account, table.Line))) return;
            var owner = _names[key];
            if (string.Equals(owner.Account, account, StringComparison.OrdinalIgnoreCase)) return;
            table.Problem(column, TableReader.Quote(name),
                $"a name of one account only (line {owner.Line} gives it to {TableReader.Quote(owner.Account)})");
        }
    }
}
