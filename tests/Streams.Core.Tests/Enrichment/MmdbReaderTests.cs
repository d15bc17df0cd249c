using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Tests.Enrichment;

public sealed class MmdbReaderTests
{
    [Fact]
    public void Every_documented_network_gives_its_documented_record()
    {
        if (Shared.IsMissing) return;
        foreach (var path in Directory.GetFiles(Path.Combine(GeoFiles.Folder, "source-data"), "*.json"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var reader = GeoFiles.Open(name);
            using var source = JsonDocument.Parse(File.ReadAllBytes(path));
            var entries = source.RootElement.EnumerateArray().SelectMany(entry => entry.EnumerateObject())
                .Select(entry => (Network: GeoFiles.Network(entry.Name), entry.Value, entry.Name)).ToList();
            entries.Count.ShouldBeGreaterThan(10);
            foreach (var entry in entries)
            {
                // A later network replaces an earlier one where both hold the address.
                var expected = entries.Last(other => Contains(other.Network, entry.Network.Ip));
                GeoFiles.Canonical(reader.Lookup(entry.Network.Ip)).ShouldBe(GeoFiles.Canonical(expected.Value), $"{name} {entry.Name}");
                reader.Find(entry.Network.Ip, out var prefix).ShouldBeGreaterThan(0);
                prefix.ShouldBeGreaterThan(0);
            }
        }
    }

    [Theory]
    [InlineData("MaxMind-DB-test-ipv4-24", 4)]
    [InlineData("MaxMind-DB-test-ipv4-28", 4)]
    [InlineData("MaxMind-DB-test-ipv4-32", 4)]
    [InlineData("MaxMind-DB-test-mixed-24", 6)]
    [InlineData("MaxMind-DB-test-mixed-28", 6)]
    [InlineData("MaxMind-DB-test-mixed-32", 6)]
    public void All_record_sizes_and_address_families_give_the_network_of_an_address(string name, int version)
    {
        if (Shared.IsMissing) return;
        var reader = GeoFiles.Open(name);
        reader.Metadata.IpVersion.ShouldBe(version);
        foreach (var (ip, network) in new[]
                 {
                     ("1.1.1.1", "1.1.1.1"), ("1.1.1.2", "1.1.1.2"), ("1.1.1.3", "1.1.1.2"), ("1.1.1.7", "1.1.1.4"), ("1.1.1.15", "1.1.1.8"),
                     ("1.1.1.17", "1.1.1.16"), ("1.1.1.31", "1.1.1.16"),
                 })
        {
            var record = reader.Lookup(IpAddress.Parse(ip)).ShouldBeOfType<Dictionary<string, object>>();
            record["ip"].ShouldBe(version == 4 ? network : "::" + network, ip);
        }

        reader.Lookup(IpAddress.Parse("1.1.1.33")).ShouldBeNull();
        reader.Lookup(IpAddress.Parse("255.254.253.123")).ShouldBeNull();
        reader.Lookup(IpAddress.Parse("2001:db8::1")).ShouldBeNull();
    }

    [Theory]
    [InlineData("MaxMind-DB-test-ipv6-24")]
    [InlineData("MaxMind-DB-test-ipv6-28")]
    [InlineData("MaxMind-DB-test-ipv6-32")]
    public void IPv6_addresses_are_found(string name)
    {
        if (Shared.IsMissing) return;
        var reader = GeoFiles.Open(name);
        reader.Lookup(IpAddress.Parse("::2:0:1")).ShouldBeOfType<Dictionary<string, object>>()["ip"].ShouldBe("::2:0:0");
        reader.Lookup(IpAddress.Parse("::2:0:59")).ShouldBeOfType<Dictionary<string, object>>()["ip"].ShouldBe("::2:0:58");
        reader.Lookup(IpAddress.Parse("89fa::1")).ShouldBeNull();
    }

    [Fact]
    public void All_types_are_decoded()
    {
        if (Shared.IsMissing) return;
        var record = GeoFiles.Open("MaxMind-DB-test-decoder").Lookup(IpAddress.Parse("1.1.1.0")).ShouldBeOfType<Dictionary<string, object>>();
        record["array"].ShouldBe(new List<object> { 1u, 2u, 3u });
        record["boolean"].ShouldBe(true);
        record["bytes"].ShouldBe(new byte[] { 0, 0, 0, 42 });
        record["double"].ShouldBe(42.123456);
        record["float"].ShouldBe(1.1f);
        record["int32"].ShouldBe(-268435456);
        record["uint16"].ShouldBe((ushort)100);
        record["uint32"].ShouldBe(268435456u);
        record["uint64"].ShouldBe(1152921504606846976UL);
        record["uint128"].ShouldBe(UInt128.Parse("1329227995784915872903807060280344576", System.Globalization.CultureInfo.InvariantCulture));
        record["utf8_string"].ShouldBe("unicode! ☯ - ♫");
        GeoFiles.Canonical(record["map"]).ShouldBe("{mapX:{arrayX:[7,8,9],utf8_stringX:'hello'}}");
    }

    [Fact]
    public void Pointers_in_data_and_metadata_and_nested_records_are_followed()
    {
        if (Shared.IsMissing) return;
        GeoFiles.Open("MaxMind-DB-test-metadata-pointers").Metadata.DatabaseType.ShouldBe("Lots of pointers in metadata");
        GeoFiles.Canonical(GeoFiles.Open("MaxMind-DB-test-nested").Lookup(IpAddress.Parse("1.1.1.1")))
            .ShouldBe("{map1:{map2:{array:[{map3:{a:1,b:2,c:3}}]}}}");
        var pointers = GeoFiles.Open("MaxMind-DB-test-pointer-decoder").Lookup(IpAddress.Parse("1.1.1.0"));
        pointers.ShouldBeOfType<Dictionary<string, object>>()["utf8_string"].ShouldBe("unicode! ☯ - ♫");
        GeoFiles.Open("MaxMind-DB-string-value-entries").Lookup(IpAddress.Parse("1.1.1.1")).ShouldBe("1.1.1.1/32");
    }

    [Fact]
    public void A_tree_without_an_IPv4_part_answers_for_all_of_IPv4()
    {
        if (Shared.IsMissing) return;
        var reader = GeoFiles.Open("MaxMind-DB-no-ipv4-search-tree");
        reader.Lookup(IpAddress.Parse("1.1.1.1")).ShouldBe("::/64");
        reader.Lookup(IpAddress.Parse("192.1.1.1")).ShouldBe("::/64");
    }

    [Fact]
    public void IPv4_mapped_addresses_are_IPv4()
    {
        if (Shared.IsMissing) return;
        var reader = GeoFiles.Open("GeoIP2-City-Test");
        GeoFiles.Canonical(reader.Lookup(IpAddress.Parse("::ffff:81.2.69.160")))
            .ShouldBe(GeoFiles.Canonical(reader.Lookup(IpAddress.Parse("81.2.69.160"))));
        reader.Lookup(IpAddress.Parse("81.2.69.160")).ShouldNotBeNull();
    }

    private static bool Contains((IpAddress Ip, int Length) network, IpAddress ip)
    {
        var mask = network.Length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - network.Length);
        return (new UInt128(ip.Hi, ip.Lo) & mask) == (new UInt128(network.Ip.Hi, network.Ip.Lo) & mask) && ip.IsV4 == network.Ip.IsV4;
    }
}
