using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment.Csv;

namespace Streams.Core.Enrichment;

public enum WatchType : byte { Email, Domain, Ip, Cidr, Wallet, Key, Name }

public sealed record WatchEntry(WatchType Type, string Value, string Source, string Reason, DateOnly? Listed, Key128 Key);

/// <summary>watchlist.csv as exact hash sets; names are matched by similarity and only ever for review.</summary>
public sealed class Watchlist
{
    private static readonly string[] Columns = ["type", "value", "source", "reason", "listed"];

    private readonly Dictionary<Key128, WatchEntry> _emails = [], _domains = [], _wallets = [], _keys = [];
    private readonly Dictionary<IpAddress, WatchEntry> _ips = [];
    private readonly List<WatchEntry> _blocks = [];
    private readonly NetworkRanges _cidrs;
    private readonly FirstLook _emailLook = new(), _domainLook = new();
    private readonly NameIndex _names = new();
    private readonly int _walletMin = int.MaxValue, _walletMax;

    public Watchlist(IReadOnlyList<WatchEntry> entries)
    {
        Entries = entries;
        var networks = new List<IpNetwork>();
        foreach (var entry in entries)
        {
            var value = Encoding.UTF8.GetBytes(entry.Value.Trim());
            if (entry.Type is WatchType.Ip && IpNetwork.TryAddress(value, out var ip)) _ips.TryAdd(ip, entry);
            else if (entry.Type is WatchType.Cidr && IpNetwork.TryParse(value, out var network, out _))
            {
                networks.Add(network);
                _blocks.Add(entry);
            }
            else if (entry.Type is WatchType.Wallet)
            {
                _wallets.TryAdd(KeyOf(entry.Type, value), entry);
                _walletMin = Math.Min(_walletMin, value.Length);
                _walletMax = Math.Max(_walletMax, value.Length);
            }
            else if (entry.Type is WatchType.Name) _names.Add(entry);
            else if (entry.Type is WatchType.Key)
            {
                _keys.TryAdd(Fingerprints.KeyOf(value), entry);
                // Logs often carry the long id of a PGP key only: the last 16 digits of its fingerprint.
                if (Fingerprints.LongId(value) is { IsNone: false } id) _keys.TryAdd(id, entry);
            }
            else if (entry.Type is WatchType.Email)
            {
                _emails.TryAdd(KeyOf(entry.Type, value), entry);
                _emailLook.Add(value);
            }
            else if (entry.Type is WatchType.Domain)
            {
                _domains.TryAdd(KeyOf(entry.Type, value), entry);
                _domainLook.Add(value.AsSpan().TrimStart("@."u8));
            }
        }

        _cidrs = new NetworkRanges(networks);
    }

    public IReadOnlyList<WatchEntry> Entries { get; }

    public WatchEntry? FindEmail(ReadOnlySpan<byte> email)
    {
        if (_emails.Count == 0) return null;
        email = email.Trim((byte)' ');
        return _emailLook.MayHold(email) ? _emails.GetValueOrDefault(Key128.OfFolded(email)) : null;
    }

    /// <summary>The domain of an email (or a domain), or one that it is under.</summary>
    public WatchEntry? FindDomain(ReadOnlySpan<byte> email)
    {
        if (_domains.Count == 0) return null;
        var domain = email[(email.LastIndexOf((byte)'@') + 1)..].Trim(" ."u8);
        while (!domain.IsEmpty)
        {
            if (_domainLook.MayHold(domain) && _domains.TryGetValue(Key128.OfFolded(domain), out var entry)) return entry;
            var dot = domain.IndexOf((byte)'.');
            if (dot < 0) return null;
            domain = domain[(dot + 1)..];
        }

        return null;
    }

    public WatchEntry? FindIp(IpAddress ip) => ip.IsNone ? null : _ips.GetValueOrDefault(ip);

    public WatchEntry? FindCidr(IpAddress ip)
    {
        var at = ip.IsNone ? -1 : _cidrs.Find(ip);
        return at < 0 ? null : _blocks[at];
    }

    public WatchEntry? FindKey(ReadOnlySpan<byte> fingerprint) =>
        _keys.Count == 0 || fingerprint.IsEmpty ? null : _keys.GetValueOrDefault(Fingerprints.KeyOf(fingerprint));

    /// <summary>First wallet address that stands as a word in a text (a commit message).</summary>
    public WatchEntry? FindWallet(ReadOnlySpan<byte> text)
    {
        if (text.Length < _walletMin) return null;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiLetterOrDigit((char)text[end])) end++;
            var length = end - at;
            if (length >= _walletMin && length <= _walletMax
                && _wallets.TryGetValue(KeyOf(WatchType.Wallet, text.Slice(at, length)), out var entry)) return entry;
            at = end + 1;
        }

        return null;
    }

    /// <summary>
    /// Best name with token Jaro-Winkler ≥ 0.92, with its similarity. Compares with every listed name of as many words:
    /// ask when an
    /// account's name is first seen, not for each event.
    /// </summary>
    public (WatchEntry? Entry, double Similarity) FindName(ReadOnlySpan<byte> displayName) => _names.Find(displayName);

    internal static Key128 KeyOf(WatchType type, ReadOnlySpan<byte> value) => type switch
    {
        WatchType.Key => Fingerprints.KeyOf(value),
        // Base58 (bitcoin, tron, monero) tells case apart; hexadecimal and Bech32 do not.
        WatchType.Wallet => value.StartsWith("0x"u8) || value.StartsWith("0X"u8) || value.StartsWith("bc1"u8) || value.StartsWith("BC1"u8)
            ? Key128.OfFolded(value)
            : Key128.Of(value),
        WatchType.Domain => Key128.OfFolded(value.TrimStart("@."u8)),
        _ => Key128.OfFolded(value),
    };

    public static Watchlist Parse(string name, ReadOnlySpan<byte> csv, ICollection<TableProblem> problems)
    {
        var entries = new List<WatchEntry>();
        var table = new TableReader(name, csv, Columns, ["type", "value"], problems);
        while (table.Next())
        {
            var type = Type(ref table);
            var value = table.Required(1, "the listed value");
            if (!table.Bad) Check(ref table, type);
            var listed = Cells.Date(ref table, 4);
            if (!table.Bad)
                entries.Add(new WatchEntry(type, value, table.Text(2) ?? "", table.Text(3) ?? "", listed, KeyOf(type, table.Bytes(1))));
        }

        return new Watchlist(entries);
    }

    private static WatchType Type(ref TableReader table)
    {
        if (Enum.TryParse<WatchType>(table.Text(0), true, out var type) && Enum.IsDefined(type)
            && !char.IsAsciiDigit(table.Text(0)![0])) return type;
        table.Problem(0, "email, domain, ip, cidr, wallet, key or name");
        return type;
    }

    private static void Check(ref TableReader table, WatchType type)
    {
        var value = table.Bytes(1);
        if (type == WatchType.Email && (value.IndexOf((byte)'@') <= 0 || value.EndsWith("@"u8))) table.Problem(1, "an email address");
        if (type == WatchType.Domain && value.TrimStart("@."u8).IndexOfAny("@/ "u8) >= 0) table.Problem(1, "a domain such as example.com");
        if (type == WatchType.Ip && !IpNetwork.TryAddress(value, out _)) table.Problem(1, "an address such as 192.0.2.7");
        if (type == WatchType.Cidr && !IpNetwork.TryParse(value, out _, out var expected)) table.Problem(1, expected);
        if (type == WatchType.Name && NameIndex.WordCount(value) == 0) table.Problem(1, "a name with at least one letter");
        if (type == WatchType.Wallet)
            foreach (var c in value)
            {
                if (char.IsAsciiLetterOrDigit((char)c)) continue;
                table.Problem(1, "a wallet address of letters and digits");
                return;
            }
    }
}
