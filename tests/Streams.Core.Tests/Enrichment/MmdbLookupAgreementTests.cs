using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment.MaxMind;

namespace Streams.Core.Tests.Enrichment;

public sealed class MmdbLookupAgreementTests
{
    private const string Tool = "/usr/bin/mmdblookup";

    /// <summary>
    /// mmdblookup takes one address a process, so the sample is small; seeded, with addresses near the networks of the
    /// test files.
    /// </summary>
    [Theory]
    [InlineData("GeoIP2-City-Test", 1, 120)]
    [InlineData("GeoIP2-Enterprise-Test", 2, 60)]
    [InlineData("GeoIP-Anonymous-Plus-Test", 3, 60)]
    [InlineData("MaxMind-DB-test-decoder", 4, 20)]
    public void Random_addresses_agree_with_mmdblookup(string name, int seed, int count)
    {
        if (Shared.IsMissing) return;
        if (!File.Exists(Tool))
        {
            Console.WriteLine($"{Tool} is not installed: agreement with it was not tested.");
            return;
        }

        var reader = GeoFiles.Open(name);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var ip = Next(random, i);
            var mine = reader.Lookup(ip);
            var theirs = Ask(name, ip.ToString());
            if (mine is null) theirs.ShouldBeNull(ip.ToString());
            else GeoFiles.AsMmdbLookup(mine).ShouldBe(theirs, ip.ToString());
        }
    }

    private static IpAddress Next(Random random, int i)
    {
        uint[] near = [0x01020000, 0x51024500, 0x5110_0000, 0xD8A05338, 0xAF10C700, 0x02_7DA0D8, 0x01010100, 0x59A01470];
        if (i % 3 == 0) return new IpAddress(0x2001_0218_0000_0000UL + ((ulong)random.Next(64) << 34), (ulong)random.NextInt64());
        if (i % 3 == 1) return IpAddress.FromV4(BinaryPrimitives.ReverseEndianness((uint)random.Next()) | 0x0100_0000);
        return IpAddress.FromV4(near[random.Next(near.Length)] + (uint)random.Next(256));
    }

    private static string? Ask(string name, string ip)
    {
        var start = new ProcessStartInfo(Tool)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in new[] { "--file", Path.Combine(GeoFiles.Folder, "test-data", name + ".mmdb"), "--ip", ip })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? GeoFiles.Compact(output) : null;
    }
}
