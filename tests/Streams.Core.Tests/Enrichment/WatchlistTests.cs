using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Tests.Enrichment;

public sealed class WatchlistTests
{
    private const string Bitcoin = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT";
    private const string Bech32 = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq";
    private const string Ethereum = "0x52908400098527886E0F7030069857D2E4169EE7";

    private static readonly Watchlist List = Parse($"""
        email,Mallory@Evil.example
        domain,evil.example
        ip,203.0.113.7
        cidr,198.51.100.0/24
        wallet,{Bitcoin}
        wallet,{Bech32}
        wallet,{Ethereum}
        key,SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU
        key,0123456789ABCDEF0123456789ABCDEF01234567
        key,MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48
        name,Kim Se Un
        name,Myong Chol Min
        name,Korea Sobaeksu Trading Company
        name,José Müller Øster
        """);

    [Fact]
    public void Addresses_match_exactly_and_domains_with_what_is_under_them()
    {
        List.FindEmail("mallory@EVIL.example"u8).ShouldNotBeNull();
        List.FindEmail("mallory@evil.example.org"u8).ShouldBeNull();
        List.FindDomain("bob@evil.example"u8).ShouldNotBeNull();
        List.FindDomain("bob@mail.Evil.example"u8).ShouldNotBeNull();
        List.FindDomain("bob@notevil.example"u8).ShouldBeNull();
        List.FindDomain("bob@example"u8).ShouldBeNull();
        List.FindDomain(""u8).ShouldBeNull();
        List.FindIp(IpAddress.Parse("203.0.113.7")).ShouldNotBeNull();
        List.FindIp(IpAddress.Parse("::ffff:203.0.113.7")).ShouldNotBeNull();
        List.FindIp(IpAddress.Parse("198.51.100.7")).ShouldBeNull();
        List.FindCidr(IpAddress.Parse("198.51.100.7")).ShouldNotBeNull();
        List.FindCidr(IpAddress.Parse("198.51.101.7")).ShouldBeNull();
    }

    [Fact]
    public void Wallets_match_as_words_and_case_counts_where_it_does()
    {
        Wallet($"pay {Bitcoin} please").ShouldBe(Bitcoin);
        Wallet($"bitcoin:{Bitcoin}?amount=1").ShouldBe(Bitcoin);
        Wallet(Bitcoin.ToLowerInvariant()).ShouldBeNull();
        Wallet("x" + Bitcoin).ShouldBeNull();
        Wallet(Bech32.ToUpperInvariant()).ShouldBe(Bech32);
        Wallet($"({Ethereum.ToLowerInvariant()})").ShouldBe(Ethereum);
        Wallet("").ShouldBeNull();
    }

    [Fact]
    public void Fingerprints_match_in_their_spellings()
    {
        List.FindKey("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="u8).ShouldNotBeNull();
        List.FindKey("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"u8).ShouldNotBeNull();
        List.FindKey("SHA256:47deqpj8hbsa+/timw+5jceuqerkm5nmpjwzg3hsufu"u8).ShouldBeNull();
        List.FindKey("1627aca576282d36631b564debdfa648"u8).ShouldNotBeNull();
        List.FindKey("0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567"u8).ShouldNotBeNull();
        List.FindKey("89ABCDEF01234567"u8).ShouldNotBeNull();
        List.FindKey("01234567"u8).ShouldBeNull();
    }

    [Theory]
    [InlineData("Kim Se Un", "Kim Se Un")]
    [InlineData("Se-Un KIM", "Kim Se Un")]
    [InlineData("Kim Seun", "Kim Se Un")]
    [InlineData("Myong Chul Min", "Myong Chol Min")]
    [InlineData("Oster, Jose Mueller", "José Müller Øster")]
    [InlineData("Jose Miller Easter", null)]
    [InlineData("jose muller oster", "José Müller Øster")]
    [InlineData("KOREA SOBAEKSU TRADING COMPANY.", "Korea Sobaeksu Trading Company")]
    [InlineData("Kim Se", null)]
    [InlineData("Kim Jong Hun", null)]
    [InlineData("Anna Smith", null)]
    [InlineData("", null)]
    public void Names_match_by_similarity_of_their_words(string name, string? expected)
    {
        var (entry, similarity) = List.FindName(Encoding.UTF8.GetBytes(name));
        entry?.Value.ShouldBe(expected);
        (entry is null).ShouldBe(expected is null);
        similarity.ShouldBe(expected is null ? 0 : similarity);
        if (expected is not null) similarity.ShouldBeGreaterThanOrEqualTo(0.92);
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        var ip = IpAddress.Parse("198.51.100.7");
        void All()
        {
            List.FindEmail("someone@corp.example"u8);
            List.FindDomain("someone@mail.evil.example"u8);
            List.FindIp(ip);
            List.FindCidr(ip);
            List.FindKey("89ABCDEF01234567"u8);
            List.FindWallet("a message with 0x52908400098527886E0F7030069857D2E4169EE8 in it"u8);
            List.FindName("Kim Su Un"u8);
        }

        All();
        Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) All();
        }).ShouldBe(0);
    }

    private static string? Wallet(string text) => List.FindWallet(Encoding.UTF8.GetBytes(text))?.Value;

    private static Watchlist Parse(string rows)
    {
        var problems = new List<TableProblem>();
        var list = Watchlist.Parse("watchlist.csv", Encoding.UTF8.GetBytes("type,value\n" + rows + "\n"), problems);
        problems.ShouldBeEmpty();
        return list;
    }
}
