using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>What the command line promises to scripts and to people.</summary>
public sealed class CommandLineTests(SmallCompany company) : IClassFixture<SmallCompany>
{
    [Fact]
    public void Fail_on_tells_a_script_that_something_was_found()
    {
        using var scratch = new Scratch();
        StreamsProgram.Run(["hunt", company.Logs, .. company.Tables, "--fail-on", "high", "--json", scratch.At("a.json"), "--quiet"]).Exits(3);
        HuntOutcome.Load(scratch.At("a.json")).Comparable.ShouldBe(company.Hunt.Comparable);
    }

    [Fact]
    public void Fail_on_is_silent_where_nothing_was_found()
    {
        using var scratch = new Scratch();
        StreamsProgram.Run("hunt", scratch.Write("log.ndjson", Records.Okta("ana@corp.example")), "--fail-on", "low").Exits(0);
    }

    [Theory]
    [InlineData("hunt")]
    [InlineData("decode")]
    [InlineData("nonsense")]
    [InlineData("hunt", "x.log", "--min-level", "huge")]
    [InlineData("hunt", "x.log", "--since", "yesterday")]
    [InlineData("hunt", "x.log", "--shards", "0")]
    [InlineData("hunt", "x.log", "--shards", "many")]
    [InlineData("hunt", "x.log", "--nosuch")]
    [InlineData("explain")]
    [InlineData("generate", "--accounts", "5")]
    [InlineData("generate", "--start", "soon")]
    public void A_mistake_on_the_command_line_is_code_2_and_a_line_that_says_so(params string[] arguments)
    {
        var run = StreamsProgram.Run(arguments);
        run.ExitCode.ShouldBe(2);
        run.OutputBytes.ShouldBeEmpty();
        run.Error.ShouldStartWith("streams: ");
        if (arguments.Length > 1) run.Error.ShouldContain(arguments[^2] == "x.log" ? arguments[^1] : arguments[^2]);
    }

    [Fact]
    public void Help_and_version_are_data()
    {
        var help = StreamsProgram.Run("--help").Exits(0).Output;
        foreach (var command in new[] { "demo", "hunt", "decode", "explain", "generate" }) help.ShouldContain(command);
        var hunt = StreamsProgram.Run("hunt", "--help").Exits(0).Output;
        foreach (var option in "--geo --networks --directory --watchlist --allow --source --since --until --now --min-level --all --json --report --quarantine --links --fail-on".Split(' '))
            hunt.ShouldContain(option);
        StreamsProgram.Run("--version").Exits(0).Output.ShouldMatch(@"^\d+\.\d+");
    }

    [Fact]
    public void Since_and_until_leave_out_and_still_count()
    {
        var all = company.Hunt;
        var some = company.HuntOver([company.Logs], "--since", "2025-02-20", "--until", "2025-02-26T12:00:00Z").Reconciles();
        some.Total("read").ShouldBe(all.Total("read"));
        some.Total("decoded").ShouldBeLessThan(all.Total("decoded"));
        ((DateTime)some.Root["totals"]!["first_event"]!).ShouldBeGreaterThanOrEqualTo(new DateTime(2025, 2, 20));
        ((DateTime)some.Root["totals"]!["last_event"]!).ShouldBeLessThanOrEqualTo(new DateTime(2025, 2, 26, 12, 0, 0));
    }

    [Fact]
    public void Min_level_and_all_choose_accounts()
    {
        var high = company.HuntOver([company.Logs], "--min-level", "high");
        high.Accounts.Count.ShouldBeInRange(1, company.Hunt.Accounts.Count - 1);
        high.Accounts.ShouldAllBe(a => (string)a!["level"]! == "high" || (string)a["level"]! == "critical");
        var all = company.HuntOver([company.Logs], "--all");
        all.Accounts.Count.ShouldBeGreaterThan(company.Hunt.Accounts.Count);
        all.Accounts.Where(a => a!["findings"]!.AsArray().Count > 0).Select(a => a!.ToJsonString())
            .ShouldBe(company.Hunt.Accounts.Select(a => a!.ToJsonString()));
        company.Hunt.Accounts.ShouldAllBe(a => a!["findings"]!.AsArray().Count > 0);
        var order = company.Hunt.Accounts.Select(a => ((double)a!["priority"]!, (string)a["account"]!)).ToList();
        order.ShouldBe(order.OrderByDescending(o => o.Item1).ThenBy(o => o.Item2, StringComparer.Ordinal));
    }

    [Fact]
    public void Learned_links_read_back_as_a_directory()
    {
        using var scratch = new Scratch();
        StreamsProgram.Run("hunt", company.Logs, "--links", scratch.At("links.csv"), "--json", scratch.At("a.json"), "--quiet").Exits(0);
        File.ReadLines(scratch.At("links.csv")).Count().ShouldBeGreaterThan(10);
        StreamsProgram.Run("hunt", company.Logs, "--directory", scratch.At("links.csv"), "--json", scratch.At("b.json"), "--quiet").Exits(0);
        var (learned, given) = (HuntOutcome.Load(scratch.At("a.json")), HuntOutcome.Load(scratch.At("b.json")));
        given.Accounts.Select(a => (string)a!["account"]!).Order().ShouldBe(learned.Accounts.Select(a => (string)a!["account"]!).Order());
    }

    [Fact]
    public void Explain_takes_accounts_names_findings_and_rings()
    {
        using var scratch = new Scratch();
        var result = scratch.Write("hunt.json", company.Hunt.Root.ToJsonString());
        var ring = company.Hunt.Rings[0]!;
        var account = company.Hunt.Account((string)ring["accounts"]![0]!)!;
        var name = (string)account["account"]!;
        var finding = account["findings"]![0]!;
        var explained = Explain(name).Exits(0).Output;
        foreach (var part in new[] { name, (string)finding["rule"]!, (string)finding["id"]!, "Not proof; no automatic action", "prior" }) explained.ShouldContain(part);
        var other = account["names"]!.AsArray().Select(n => (string)n!).First(n => n != name);
        Explain(other).Exits(0).Output.ShouldBe(explained);
        Explain(name.ToUpperInvariant()).Exits(0).Output.ShouldBe(explained);
        Explain((string)finding["id"]!).Exits(0).Output.ShouldContain((string)finding["id"]!);
        foreach (var member in ring["accounts"]!.AsArray()) Explain((string)ring["id"]!).Exits(0).Output.ShouldContain((string)member!);

        var unknown = Explain(name.Replace("@", "x@", StringComparison.Ordinal)).Exits(1);
        unknown.OutputBytes.ShouldBeEmpty();
        unknown.Error.ShouldContain(name);
        StreamsProgram.RunIn(scratch.Folder, "explain", name).Exits(2).Error.ShouldContain("demo");

        Run Explain(string subject) => StreamsProgram.Run("explain", subject, "--from", result);
    }

    [Fact]
    public void Standard_output_carries_data_only_and_no_colour_in_a_pipe()
    {
        var json = StreamsProgram.Run("hunt", company.Logs, "--json", "-").Exits(0);
        JsonNode.Parse(json.OutputBytes).ShouldNotBeNull();
        StreamsProgram.Run("hunt", company.Logs, "--output", "json").Exits(0).OutputBytes.ShouldBe(json.OutputBytes);
        var table = StreamsProgram.Run("hunt", company.Logs, "--quiet").Exits(0);
        table.Error.ShouldBeEmpty();
        table.Output.ShouldNotContain('\u001b');
        table.Output.ShouldContain("accounts");
    }

    [Fact]
    public void Control_characters_of_log_data_never_reach_a_terminal()
    {
        using var scratch = new Scratch();
        const string evil = "ana\u001b]0;owned\u0007\u202e\u009b31m\r@corp.example";
        var text = Records.SharedFactor().Replace("\"displayName\":\"ana@corp.example\"", $"\"displayName\":{JsonValue.Create(evil).ToJsonString()}", StringComparison.Ordinal)
            .Replace("opf1", "opf1\\u001b[2J\\u009b", StringComparison.Ordinal).Replace("ben@corp", "ben\\u001b[31m\\u202e@corp", StringComparison.Ordinal);
        var path = scratch.Write("log.ndjson", text + "{\"junk\":\"\u001b[31m\"}\n\u001b[31mjunk\n");
        var outputs = new[]
        {
            StreamsProgram.Run("hunt", path, "--all", "--report", scratch.At("report.html"), "--json", scratch.At("a.json")).Exits(0),
            StreamsProgram.Run("decode", path).Exits(0),
            StreamsProgram.Run("explain", "cleo@corp.example", "--from", scratch.At("a.json")).Exits(0),
            StreamsProgram.Run("explain", "nobody", "--from", scratch.At("a.json")).Exits(1),
        };
        outputs[2].Output.ShouldContain("D07");
        foreach (var output in outputs.Select(o => o.Output + o.Error).Append(File.ReadAllText(scratch.At("report.html"))))
            output.Where(c => c != '\n' && c != '\t' && (char.IsControl(c) || c is '\u202e')).ShouldBeEmpty();
    }
}
