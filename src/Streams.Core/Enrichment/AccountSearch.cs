using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>What a record calls somebody.</summary>
internal ref struct CalledNames
{
    private const int Room = 512;

    public ReadOnlySpan<byte> Email, Login, Id, Domain, LinkedEmail;

    /// <summary>
    /// One key for everything that resolving looks at, for remembering answers only. Lengths stand before the texts, so
    /// that no two
    /// records that differ look alike.
    /// </summary>
    [SkipLocalsInit]
    public readonly Key128 KeyWithin(SourceSettingsView source)
    {
        var format = MemoryMarshal.AsBytes(source.Format.AsSpan());
        var home = MemoryMarshal.AsBytes(source.Domain.AsSpan());
        Span<byte> all = stackalloc byte[Room];
        var texts = format.Length + home.Length + Email.Length + Login.Length + Id.Length + Domain.Length + LinkedEmail.Length;
        if (texts > Room - 7 * sizeof(ushort))
        {
            return Key128.Of(format).With(Key128.Of(home)).With(Key128.Of(Email)).With(Key128.Of(Login)).With(Key128.Of(Id))
                .With(Key128.Of(Domain)).With(Key128.Of(LinkedEmail));
        }

        var used = 0;
        Append(all, ref used, format);
        Append(all, ref used, home);
        Append(all, ref used, Email);
        Append(all, ref used, Login);
        Append(all, ref used, Id);
        Append(all, ref used, Domain);
        Append(all, ref used, LinkedEmail);
        return Key128.Of(all[..used]);
    }

    private static void Append(Span<byte> all, ref int used, ReadOnlySpan<byte> text)
    {
        MemoryMarshal.Write(all[used..], (ushort)text.Length);
        text.CopyTo(all[(used + sizeof(ushort))..]);
        used += sizeof(ushort) + text.Length;
    }
}

/// <summary>
/// The order of interfaces.md, "One person, many names": directory, verified link, email, name@domain, format:name.
/// </summary>
internal readonly ref struct AccountSearch(DirectoryTable? directory, AccountLinks links, AccountNames known)
{
    private const string GitHub = "github";

    public Key128 Find(CalledNames called, SourceSettingsView source)
    {
        var names = new CalledNames
        {
            Email = NameParts.OrNobody(called.Email),
            Login = NameParts.OrNobody(called.Login),
            Id = NameParts.OrNobody(called.Id),
            Domain = called.Domain,
            LinkedEmail = called.LinkedEmail,
        };
        var gitHub = default(CalledNames);
        if (NameParts.TryGitHubNoreply(names.Email, out var id, out var login))
        {
            gitHub.Id = id;
            gitHub.Login = login;
            names.Email = default;
        }

        var format = string.IsNullOrEmpty(source.Format) ? "unknown" : source.Format;
        var account = Find(names, gitHub, format, source.Domain);
        if (!account.IsNone) AddRaw(account, NameParts.OrNobody(called.Email), names);
        return account;
    }

    private Key128 Find(in CalledNames names, in CalledNames gitHub, string format, string? domain)
    {
        var row = InDirectory(names, format) ?? InDirectory(gitHub, GitHub)
            ?? ByName(Part(names.Email)) ?? ByName(Part(names.Login));
        if (row is not null) return Account(row);

        var link = Link(format, names.Id) ?? Link(format, names.Login) ?? Link(GitHub, gitHub.Id) ?? Link(GitHub, gitHub.Login);
        if (link is not null)
        {
            // The row that has the email, or its part before the @; else the email itself is the account.
            var to = directory?.FindName(link.EmailKey) ?? directory?.FindName(link.LocalKey);
            return to is null ? Account(link.EmailKey, link.Email) : Account(to);
        }

        if (NameParts.IsEmail(names.LinkedEmail)) return Email(names.LinkedEmail);
        if (names.Email.Length > 0 && (NameParts.IsEmail(names.Email) || names.Login.IsEmpty && names.Email.Contains((byte)'@')))
            return Email(names.Email);
        if (NameParts.IsEmail(names.Login)) return Email(names.Login);
        if (NameParts.IsEmail(names.Id)) return Email(names.Id);
        return Qualified(names, gitHub, format, domain);
    }

    private Key128 Qualified(in CalledNames names, in CalledNames gitHub, string format, string? domain)
    {
        var name = NameParts.Local(names.Login.IsEmpty ? names.Email : names.Login);
        if (!name.IsEmpty && !string.IsNullOrEmpty(domain))
        {
            Span<byte> buffer = stackalloc byte[NameBuilder.Room];
            return Email(new NameBuilder(buffer).Add(name, "@"u8, domain));
        }

        if (!name.IsEmpty) return Qualified(format, name);
        if (!gitHub.Login.IsEmpty) return Qualified(GitHub, gitHub.Login);
        return names.Id.IsEmpty ? default : Qualified(format, names.Id);
    }

    private Key128 Qualified(string format, ReadOnlySpan<byte> name)
    {
        Span<byte> buffer = stackalloc byte[NameBuilder.Room];
        return Account(new NameBuilder(buffer).Add(format, ":"u8, name));
    }

    private DirectoryRow? InDirectory(in CalledNames names, string format)
    {
        if (directory is null) return null;
        return ByName(names.Email) ?? ByName(names.Login) ?? ByName(names.Domain, "\\"u8, names.Login) ?? ByFormat(format, names.Login)
            ?? ByName(names.Id) ?? ByFormat(format, names.Id);
    }

    private DirectoryRow? ByName(ReadOnlySpan<byte> name) => directory?.FindName(name);

    private DirectoryRow? ByName(ReadOnlySpan<byte> first, ReadOnlySpan<byte> between, ReadOnlySpan<byte> last)
    {
        if (first.IsEmpty || last.IsEmpty) return null;
        Span<byte> buffer = stackalloc byte[NameBuilder.Room];
        return ByName(new NameBuilder(buffer).Add(first, between, last));
    }

    private DirectoryRow? ByFormat(string format, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return null;
        Span<byte> buffer = stackalloc byte[NameBuilder.Room];
        return ByName(new NameBuilder(buffer).Add(format, ":"u8, name));
    }

    private AccountLinks.Link? Link(string format, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return null;
        Span<byte> buffer = stackalloc byte[NameBuilder.Room];
        return links.Find(Key128.OfFolded(new NameBuilder(buffer).Add(format, ":"u8, name)));
    }

    /// <summary>The part of a qualified name, nothing for a name that is whole already.</summary>
    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> name)
    {
        var part = NameParts.Local(name);
        return part.Length == name.Length ? default : part;
    }

    /// <summary>
    /// An address goes through the directory first: a completed or linked one has not been looked up yet.
    /// </summary>
    private Key128 Email(ReadOnlySpan<byte> email) => (ByName(email) ?? ByName(Part(email))) is { } row ? Account(row) : Account(email);

    private Key128 Account(DirectoryRow row) => Account(row.Key, row.Account);

    private Key128 Account(Key128 account, string name)
    {
        known.Add(account, name);
        return account;
    }

    private Key128 Account(ReadOnlySpan<byte> name)
    {
        var account = Key128.OfFolded(name);
        if (!known.Has(account)) known.Add(account, AccountLinks.Fold(name));
        return account;
    }

    private void AddRaw(Key128 account, ReadOnlySpan<byte> email, in CalledNames names)
    {
        Span<byte> buffer = stackalloc byte[NameBuilder.Room];
        known.AddRaw(account, new NameBuilder(buffer).AddFolded(email));
        if (NameParts.IsEmail(names.Login)) known.AddRaw(account, new NameBuilder(buffer).AddFolded(names.Login));
        else if (names.Domain.IsEmpty || names.Login.IsEmpty || names.Login.IndexOfAny("\\@"u8) >= 0) known.AddRaw(account, names.Login);
        else known.AddRaw(account, new NameBuilder(buffer).Add(names.Domain, "\\"u8, names.Login));
        if (email.IsEmpty && names.Login.IsEmpty) known.AddRaw(account, names.Id);
    }
}
