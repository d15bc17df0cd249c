using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// A learned link in the directory's form: a name with its format in front, and the account that it leads to.
/// </summary>
public sealed record AccountLink(string Name, string Account);

/// <summary>
/// Verified links from an id or login of one system to an email. What is known after a set of records does not depend
/// on their order:
/// of several emails for one name the ordinally smallest holds, and the others are told.
/// </summary>
internal sealed class AccountLinks
{
    /// <summary>Names that are remembered, and emails that are told of one name.</summary>
    public const int NamesMax = 1_000_000, EmailsMax = 8;

    private readonly Dictionary<Key128, Link> _links = [];

    public IEnumerable<Link> All => _links.Values.OrderBy(link => link.Name, StringComparer.Ordinal);

    /// <summary>Names that found no room.</summary>
    public long Dropped { get; private set; }

    public Link? Find(Key128 name) => _links.GetValueOrDefault(name);

    /// <summary>
    /// True where something new was learned. <paramref name="name"/> is folded, as is the email that is kept.
    /// </summary>
    public bool Add(Key128 key, ReadOnlySpan<byte> name, ReadOnlySpan<byte> email)
    {
        if (!_links.TryGetValue(key, out var link))
        {
            if (_links.Count >= NamesMax)
            {
                Dropped++;
                return false;
            }

            _links[key] = new Link(Fold(name), Fold(email));
            return true;
        }

        return !link.Knows(email) && link.Add(Fold(email));
    }

    public static string Fold(ReadOnlySpan<byte> text) => string.Create(Encoding.UTF8.GetCharCount(text), text, static (into, bytes) =>
    {
        Encoding.UTF8.GetChars(bytes, into);
        foreach (ref var c in into)
            if (char.IsAsciiLetterUpper(c)) c = (char)(c | 0x20);
    });

    internal sealed class Link(string name, string email)
    {
        private readonly List<string> _emails = [email];
        private readonly List<Key128> _keys = [KeyOf(email)];

        public string Name { get; } = name;

        public string Email => _emails[0];

        public Key128 EmailKey => _keys[0];

        /// <summary>Key of the part before the @, by which a directory may know the person.</summary>
        public Key128 LocalKey { get; private set; } = LocalOf(email);

        /// <summary>In ordinal order; the first holds.</summary>
        public IReadOnlyList<string> Emails => _emails;

        public bool Knows(ReadOnlySpan<byte> email) => _keys.Contains(Key128.OfFolded(email));

        public bool Add(string email)
        {
            var at = _emails.BinarySearch(email, StringComparer.Ordinal);
            if (at >= 0 || ~at >= EmailsMax) return false;
            _emails.Insert(~at, email);
            _keys.Insert(~at, KeyOf(email));
            LocalKey = LocalOf(Email);
            if (_emails.Count <= EmailsMax) return true;
            _emails.RemoveAt(EmailsMax);
            _keys.RemoveAt(EmailsMax);
            return true;
        }

        private static Key128 LocalOf(string email) => Key128.OfFolded(NameParts.Local(Encoding.UTF8.GetBytes(email)));

        private static Key128 KeyOf(string email) => Key128.OfFolded(Encoding.UTF8.GetBytes(email));
    }
}
