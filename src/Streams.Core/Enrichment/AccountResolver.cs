using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// One person, many names (interfaces.md): from what a record calls somebody to the account key. One owner; known names
/// cost one hash
/// and one look into a fixed array, and nothing is allocated for them.
/// </summary>
public sealed class AccountResolver(Tables tables)
{
    private const int SlotBits = 14;

    private readonly AccountLinks _links = new();
    private readonly AccountNames _names = new();
    private readonly RecentSlots<(Key128 Names, Key128 Account)> _recent = new(SlotBits);
    private bool _stale;

    public Tables Tables { get; } = tables;

    /// <summary>Accounts that it gave.</summary>
    public int Known => _names.Count;

    /// <summary>Whether <see cref="TakeNewNames"/> is asked now and then.</summary>
    public bool TellsNewNames { get => _names.TellsNew; init => _names.TellsNew = value; }

    /// <summary>Learned (and preloaded) links, by name: what <c>--links</c> writes.</summary>
    public IReadOnlyCollection<AccountLink> Links =>
        [.. _links.All.Select(link => new AccountLink(link.Name, Tables.Directory?.FindName(link.EmailKey)?.Account ?? link.Email))];

    /// <summary>Names that records linked to several emails, one sentence each.</summary>
    public IReadOnlyCollection<string> Conflicts =>
        [.. _links.All.Where(link => link.Emails.Count > 1).Select(link => $"{link.Name} is linked to {string.Join(", ", link.Emails)}; {link.Email} is used.")];

    /// <summary>Links and names of accounts that found no room.</summary>
    public long Dropped => _links.Dropped + _names.Dropped;

    /// <summary>
    /// Takes note of a verified link in the record (first pass of hunt). The order of records does not matter.
    /// </summary>
    public void Learn(Activity activity, SourceSettingsView source)
    {
        // A failed sign-in names whom it likes.
        if (activity.Outcome == Outcome.Failure) return;
        var id = NameParts.OrNobody(activity[TextField.AccountId].Span);
        var login = NameParts.OrNobody(activity[TextField.Login].Span);
        var linked = activity[TextField.LinkedEmail].Span;
        if (NameParts.IsEmail(linked))
        {
            Link(source.Format, id, linked);
            Link(source.Format, login, linked);
        }
        else if (OwnsItsEmails(source.Format))
        {
            var email = activity[TextField.Email].Span;
            if (!NameParts.IsEmail(email)) email = login;
            if (NameParts.IsEmail(email)) Link(source.Format, id, email);
        }
    }

    /// <summary>Links of an earlier run (<c>--links</c>), read by <see cref="DirectoryTable.Parse"/>.</summary>
    public void Preload(DirectoryTable links)
    {
        foreach (var row in links.Rows)
        {
            var account = Encoding.UTF8.GetBytes(row.Account);
            foreach (var name in row.Names)
            {
                var text = Encoding.UTF8.GetBytes(name);
                _stale |= _links.Add(Key128.OfFolded(text), text, account);
            }
        }
    }

    /// <summary>The account's key; none for a record that names nobody. <see cref="NameOf"/> gives its text.</summary>
    public Key128 Resolve(Activity activity, SourceSettingsView source)
    {
        var email = activity[TextField.Email].Span;
        var login = activity[TextField.Login].Span;
        var id = activity[TextField.AccountId].Span;
        if (email.IsEmpty && login.IsEmpty && id.IsEmpty && activity.CommitCount > 0)
        {
            // Only the pusher is authenticated; an author is what is left where a log has no pusher.
            ref var commit = ref activity.Commits[0];
            if (commit.Pusher.IsEmpty) email = commit.AuthorEmail.Span;
            else login = commit.Pusher.Span;
        }
        else if (activity.Kind == ActivityKind.CodeCommit && email.IsEmpty && activity.CommitCount > 0
            && NameParts.TryGitHubNoreply(activity.Commits[0].AuthorEmail.Span, out _, out _))
        {
            // The forge's invented address names its login, which is no login of the git log's own.
            email = activity.Commits[0].AuthorEmail.Span;
            login = id = default;
        }

        return Resolve(new CalledNames
        {
            Email = email,
            Login = login,
            Id = id,
            Domain = activity[TextField.Domain].Span,
            LinkedEmail = activity[TextField.LinkedEmail].Span,
        }, source);
    }

    /// <summary>A commit's author: by email, then by forge login; none where neither names anybody.</summary>
    public Key128 ResolveAuthor(ReadOnlySpan<byte> email, ReadOnlySpan<byte> login, SourceSettingsView source) =>
        Resolve(new CalledNames { Email = email, Login = login }, source);

    /// <summary>
    /// The account's text: as in the directory, else as resolved; empty for a key that this resolver did not give.
    /// </summary>
    public string NameOf(Key128 account) => _names.NameOf(account);

    /// <summary>Raw names that records used for the account, at most 64, in ordinal order.</summary>
    public IReadOnlyCollection<string> NamesOf(Key128 account) => _names.RawOf(account);

    /// <summary>Raw names that were new since the last call.</summary>
    public IReadOnlyList<(Key128 Account, string Name)> TakeNewNames() => _names.TakeNew();

    /// <summary>Raw names, the account's text and the directory's names: what a row of allow.csv may mean.</summary>
    public IReadOnlyCollection<string> AllNamesOf(Key128 account)
    {
        var all = new SortedSet<string>(NamesOf(account), StringComparer.Ordinal);
        if (NameOf(account) is { Length: > 0 } name) all.Add(name);
        if (Tables.Directory?.Find(account) is { } row) all.UnionWith(row.Names.Append(row.Account));
        return all;
    }

    /// <summary>Accounts with one <c>person_id</c> in the directory are one person; any other is its own.</summary>
    public Key128 PersonOf(Key128 account) => Tables.Directory?.PersonOf(account) ?? account;

    /// <summary>
    /// Systems whose ids and addresses are given by the organisation, so that seeing both in one record is a proof.
    /// </summary>
    private static bool OwnsItsEmails(string? format) => format is "okta" or "entra";

    private void Link(string? format, ReadOnlySpan<byte> name, ReadOnlySpan<byte> email)
    {
        if (name.IsEmpty || string.IsNullOrEmpty(format)) return;
        Span<byte> buffer = stackalloc byte[NameBuilder.Room];
        var qualified = new NameBuilder(buffer).Add(format, ":"u8, name);
        _stale |= _links.Add(Key128.OfFolded(qualified), qualified, email);
    }

    private Key128 Resolve(CalledNames called, SourceSettingsView source)
    {
        if (_stale)
        {
            _recent.Clear();
            _stale = false;
        }

        var names = called.KeyWithin(source);
        ref var slot = ref _recent.At(names.Hi);
        if (slot.Names == names) return slot.Account;
        var account = new AccountSearch(Tables.Directory, _links, _names).Find(called, source);
        _recent.Missed(names.Hi) = (names, account);
        return account;
    }
}

/// <summary>What resolving needs to know of a record's source.</summary>
public readonly record struct SourceSettingsView(string Format, string? Domain);
