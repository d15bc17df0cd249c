using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>The directory: declared facts by account, and whose name is whose.</summary>
public sealed class DirectoryTable
{
    private readonly Dictionary<Key128, DirectoryRow> _byAccount;
    private readonly Dictionary<Key128, DirectoryRow> _byName;

    public DirectoryTable(IReadOnlyList<DirectoryRow> rows)
    {
        Rows = rows;
        _byAccount = new Dictionary<Key128, DirectoryRow>(rows.Count);
        _byName = new Dictionary<Key128, DirectoryRow>(rows.Count * 3);
        foreach (var row in rows) _byAccount.TryAdd(row.Key, row);
        // An account is its own first name: another row's list cannot take it away.
        foreach (var row in rows) _byName.TryAdd(NameKey(row.Account), row);
        foreach (var row in rows)
            foreach (var name in row.Names) _byName.TryAdd(NameKey(name), row);
    }

    public IReadOnlyList<DirectoryRow> Rows { get; }

    public DirectoryRow? Find(Key128 account) => _byAccount.GetValueOrDefault(account);

    /// <summary>
    /// The row that has this name (login, email, UPN, or a handle with its format in front as <c>github:x</c>),
    /// whatever its case.
    /// </summary>
    public DirectoryRow? FindName(ReadOnlySpan<byte> name) => name.IsEmpty ? null : FindName(Key128.OfFolded(name));

    public DirectoryRow? FindName(string name) => FindName(Encoding.UTF8.GetBytes(name));

    /// <summary>By <see cref="Key128.OfFolded"/> of the name.</summary>
    public DirectoryRow? FindName(Key128 name) => _byName.GetValueOrDefault(name);

    /// <summary>Accounts with one <c>person_id</c> are one person; any other account is its own.</summary>
    public Key128 PersonOf(Key128 account) => PersonOf(Find(account), account);

    internal static Key128 PersonOf(DirectoryRow? row, Key128 account) =>
        row is { PersonKey.IsNone: false } ? row.PersonKey : account;

    public static DirectoryTable Parse(string name, ReadOnlySpan<byte> csv, ICollection<TableProblem> problems) =>
        new(DirectoryParser.Parse(name, csv, problems));

    internal static Key128 NameKey(string name) => Key128.OfFolded(Encoding.UTF8.GetBytes(name));
}
