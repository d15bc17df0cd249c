using System.Collections.Immutable;

namespace Streams.Core.Rings;

/// <summary>
/// What a ring was made of, compared by identity: facts are immutable, so the same objects give the same ring.
/// </summary>
internal sealed record RingInputs(
    ImmutableArray<RingNode> Members, ImmutableArray<EdgeFact> Edges, ImmutableArray<RingLink> Links, int Accounts)
{
    public bool IsSame(RingInputs other) =>
        Accounts == other.Accounts && Links.SequenceEqual(other.Links)
        && Edges.AsEnumerable().SequenceEqual<object>(other.Edges.AsEnumerable(), ReferenceEqualityComparer.Instance)
        && Members.SelectMany(node => node.Accounts)
            .SequenceEqual(other.Members.SelectMany(node => node.Accounts), SameAccount.Instance);

    private sealed class SameAccount : IEqualityComparer<RingAccount>
    {
        public static readonly SameAccount Instance = new();

        public bool Equals(RingAccount? a, RingAccount? b) =>
            a!.Key == b!.Key && a.Name == b.Name && a.NeverAtHome == b.NeverAtHome
            && ReferenceEquals(a.Facts, b.Facts) && ReferenceEquals(a.Own, b.Own);

        public int GetHashCode(RingAccount account) => account.Key.GetHashCode();
    }
}
