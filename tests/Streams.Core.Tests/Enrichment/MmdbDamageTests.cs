using System.Diagnostics;
using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Tests.Enrichment;

public sealed class MmdbDamageTests
{
    private static readonly string[] Addresses =
    [
        "1.1.1.1", "1.1.1.32", "1.2.0.1", "81.2.69.160", "89.160.20.112", "175.16.199.1", "216.160.83.56", "0.0.0.1", "255.255.255.255",
        "::1", "2001:220::1", "2001:218::1", "2a02:cf40::1", "ffff::1", "8000::1",
    ];

    [Fact]
    public void Every_corrupt_file_gives_a_clear_error_or_an_answer()
    {
        if (Shared.IsMissing) return;
        var files = Directory.GetFiles(Path.Combine(GeoFiles.Folder, "bad-data"), "*.mmdb", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(15);
        var errors = 0;
        foreach (var file in files)
        {
            var clock = Stopwatch.StartNew();
            errors += Probe(Path.GetFileName(file), File.ReadAllBytes(file));
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), file);
        }

        errors.ShouldBeGreaterThan(files.Length / 2);
    }

    [Theory]
    [InlineData("MaxMind-DB-test-broken-pointers-24")]
    [InlineData("MaxMind-DB-test-broken-search-tree-24")]
    [InlineData("GeoIP2-City-Test-Broken-Double-Format")]
    [InlineData("GeoIP2-City-Test-Invalid-Node-Count")]
    public void Damage_is_told_with_file_place_found_and_expected(string name)
    {
        if (Shared.IsMissing) return;
        var damage = Should.Throw<MmdbException>(() =>
        {
            var database = GeoFiles.Database(name);
            foreach (var address in Addresses.Select(IpAddress.Parse))
            {
                database.TryFind(address, out _);
                database.Reader.Lookup(address);
            }
        });
        damage.Message.ShouldStartWith(name);
        damage.Message.ShouldContain("at byte");
        damage.Message.ShouldContain("found");
        damage.Message.ShouldContain("expected");
    }

    [Theory]
    [InlineData("GeoIP2-City-Test", 1)]
    [InlineData("GeoIP-Anonymous-Plus-Test", 2)]
    [InlineData("MaxMind-DB-test-decoder", 3)]
    [InlineData("MaxMind-DB-test-pointer-decoder", 4)]
    public void No_mutation_of_a_good_file_crashes_or_hangs(string name, int seed)
    {
        if (Shared.IsMissing) return;
        var good = GeoFiles.Bytes(name);
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var i = random.Next(1, 40); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            // The header of the data and the metadata are small: aim at them, too.
            for (var i = random.Next(8); i > 0; i--)
                bytes[bytes.Length - 1 - random.Next(Math.Min(300, bytes.Length))] ^= (byte)(1 << random.Next(8));
            if (round % 10 == 0) bytes = bytes[..random.Next(bytes.Length)];
            Probe(name, bytes);
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xAB, 0xCD, 0xEF })]
    public void Rejects_files_without_metadata(byte[] bytes) =>
        Should.Throw<MmdbException>(() => GeoDatabase.Open("empty.mmdb", bytes)).Message.ShouldContain("metadata marker");

    /// <summary>Asks everything; counts errors of the one kind that is allowed.</summary>
    private static int Probe(string name, byte[] bytes)
    {
        var errors = 0;
        GeoDatabase database;
        try
        {
            database = GeoDatabase.Open(name, bytes);
        }
        catch (MmdbException)
        {
            return 1;
        }

        foreach (var address in Addresses.Select(IpAddress.Parse))
        {
            try
            {
                database.TryFind(address, out var record);
                record.City.ToString().ShouldNotBeNull();
                record.Provider.ToString().ShouldNotBeNull();
            }
            catch (MmdbException)
            {
                errors = 1;
            }

            try
            {
                database.Reader.Lookup(address);
            }
            catch (MmdbException)
            {
                errors = 1;
            }
        }

        return errors;
    }
}
