using System.Text.RegularExpressions;

namespace Streams.Acceptance;

/// <summary>
/// A table that cannot be used ends the run before it begins: all problems at once, each with its place.
/// </summary>
public sealed class BadTableTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("networks", "network,latitude\n203.0.113.0/24,100\n", ":2:16: found latitude = '100', expected")]
    [InlineData("networks", "network,name\n203.0.113.7/24,office\n", ":2:1: found network = '203.0.113.7/24', expected no host bits: 203.0.113.0/24")]
    [InlineData("networks", "network,nmae\n203.0.113.0/24,office\n", ":1:9: found unknown column 'nmae', expected one of network, name")]
    [InlineData("networks", "network,class\n203.0.113.0/24,cloud\n", ":2:16: found class = 'cloud', expected fixed, mobile")]
    [InlineData("directory", "account,country,colour\nana@corp.example,US,red\n", ":1:17: found unknown column 'colour', expected")]
    [InlineData("directory", "account,time_zone\nana@corp.example,Mars/Base\n", ":2:18: found time_zone = 'Mars/Base', expected")]
    [InlineData("watchlist", "type,value,source,reason,listed\nip,999.1.2.3,s,r,2026-01-01\n", ":2:4: found value = '999.1.2.3', expected")]
    [InlineData("allow", "rule,account,reason,owner,until\nD01,ana,known,bob,\n", ":2:19: found until = nothing, expected")]
    [InlineData("allow", "rule,account,reason,owner\nD01,ana,known,bob\n", "until")]
    [InlineData("allow", "rule,artefact_type,artefact,reason,owner,until\n*,cidr,203.0.113.7/24,known,bob,2027-01-01\n", ":2:8: found artefact = '203.0.113.7/24', expected")]
    public void A_row_that_cannot_be_used_is_an_error_with_its_place(string table, string content, string expected)
    {
        var log = _scratch.Write("log.ndjson", Records.Okta("ana@corp.example"));
        var path = _scratch.Write($"{table}.csv", content);
        foreach (var command in new[] { "hunt", "decode" })
        {
            var run = StreamsProgram.Run(command, log, $"--{table}", path);
            run.ExitCode.ShouldBe(2, run.Error);
            run.Error.ShouldContain(path);
            run.Error.ShouldContain(expected);
            run.Output.ShouldBeEmpty();
        }
    }

    [Fact]
    public void All_problems_of_all_tables_are_told_at_once()
    {
        var log = _scratch.Write("log.ndjson", Records.Okta("ana@corp.example"));
        var networks = _scratch.Write("networks.csv", "network,latitude,asn\n203.0.113.0/24,100,x\n203.0.113.9/24,,\n");
        var allow = _scratch.Write("allow.csv", "rule,reason,owner,until\nD99,,,\n");
        var geo = _scratch.Write("broken.mmdb", "no database");
        var run = StreamsProgram.Run("hunt", log, "--networks", networks, "--allow", allow, "--geo", geo, "--directory", "missing.csv");
        run.ExitCode.ShouldBe(2);
        Regex.Count(run.Error, @"networks\.csv:\d+:\d+: ").ShouldBe(4, run.Error);
        Regex.Count(run.Error, @"allow\.csv:\d+:\d+: ").ShouldBeGreaterThanOrEqualTo(3, run.Error);
        run.Error.ShouldContain("broken.mmdb");
        run.Error.ShouldContain("missing.csv");
    }

    [Fact]
    public void A_damaged_geo_database_is_refused_or_says_nothing()
    {
        if (Shared.IsMissing) return;
        var log = _scratch.Write("log.ndjson", string.Join('\n', Enumerable.Range(1, 60).Select(i =>
            Records.Okta("ana@corp.example", Records.Start.AddMinutes(i), i % 2 == 0 ? $"{i * 4}.{i}.7.9" : $"2001:{i * 64:x}::{i}"))));
        var databases = Directory.GetFiles(Path.Combine(Shared.Root!, "geo", "bad-data"), "*.mmdb", SearchOption.AllDirectories);
        databases.Length.ShouldBeGreaterThan(15);
        foreach (var database in databases)
        {
            var run = StreamsProgram.Run("hunt", log, "--geo", database, "--json", "-");
            run.ExitCode.ShouldBeOneOf(0, 2);
            if (run.ExitCode == 2) run.Error.ShouldContain(Path.GetFileName(database));
            else HuntOutcome.Of(run.OutputBytes).Reconciles().Total("decoded").ShouldBe(60);
        }
    }

    public void Dispose() => _scratch.Dispose();
}
