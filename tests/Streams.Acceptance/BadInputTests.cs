using System.Text;
using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>Whatever a file holds: no crash, no hang, nothing left out in silence.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private static string Good => Records.Okta("ana@corp.example");

    public static TheoryData<string, string> BadLines => new()
    {
        { "{\"eventType\":\"user.session.start\",\"published\":\"2026-0", "invalid JSON" },
        { "{\"eventType\":}", "invalid JSON" },
        { "free text that no format knows", "unknown format" },
        { "{\"some\":\"json\"}", "unknown format" },
        { Records.Okta("ana@corp.example", new DateTime(1970, 1, 1, 0, 0, 1, DateTimeKind.Utc)), "implausible" },
        { Records.Okta("ana@corp.example", new DateTime(2099, 1, 1, 0, 0, 1, DateTimeKind.Utc)), "implausible" },
        { Records.Okta("ana@corp.example").Replace("2026-03-02T09:00:00.000Z", "yesterday", StringComparison.Ordinal), "time" },
        { new string('[', 10_000) + new string(']', 10_000), "depth" },
        { string.Concat(Enumerable.Repeat("{\"actor\":", 10_000)) + "1" + new string('}', 10_000), "depth" },
        { "nul\0inside", "NUL" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void A_bad_record_is_quarantined_and_its_neighbours_are_read(string line, string reason) =>
        Quarantines(Encoding.UTF8.GetBytes(line), reason);

    [Fact]
    public void Bytes_that_are_no_utf8_are_quarantined_as_they_are() => Quarantines([(byte)'{', 0xC3, 0x28, 0x80, 0xFF, (byte)'}'], "");

    [Fact]
    public void A_line_of_100_megabytes_is_quarantined_by_its_beginning()
    {
        var line = new byte[100 << 20];
        line.AsSpan().Fill((byte)'A');
        var path = _scratch.Write("big.ndjson", [.. Encoding.UTF8.GetBytes(Good + "\n"), .. line, (byte)'\n', .. Encoding.UTF8.GetBytes(Records.Okta("ben@corp.example"))]);
        var hunt = Hunt(path);
        hunt.Total("decoded").ShouldBe(2);
        hunt.Total("quarantined").ShouldBe(1);
        ((string)Quarantined().ShouldHaveSingleItem()["reason"]!).ShouldContain($"record of {line.Length} bytes exceeds the limit");
        StreamsProgram.Run("decode", path).Exits(0).Lines.Length.ShouldBe(3);
    }

    [Fact]
    public void What_stands_before_the_cut_of_a_gzip_is_read_and_the_cut_is_told()
    {
        // Noise, so that the packed bytes are about as many as the records, and the cut falls among them.
        var random = new Random(3);
        var lines = Enumerable.Range(0, 400).Select(i => Records.Okta($"a{random.NextInt64():x}@corp.example", Records.Start.AddMinutes(i)) + "\n");
        var packed = Scratch.Gzip(Encoding.UTF8.GetBytes(string.Concat(lines)));
        var path = _scratch.Write("cut.ndjson.gz", packed.AsSpan(0, packed.Length / 2));
        var hunt = Hunt(path);
        hunt.Total("decoded").ShouldBeInRange(20, 390);
        var told = Quarantined().ShouldHaveSingleItem();
        ((string)told["reason"]!).ShouldNotBeEmpty();
        StreamsProgram.Run("decode", path).Lines.Length.ShouldBe((int)hunt.Total("decoded") + 1);
    }

    [Fact]
    public void What_cannot_be_unpacked_at_all_fails_and_says_so()
    {
        var path = _scratch.Write("broken.zip", [.. "PK\u0003\u0004"u8, 1, 2, 3, 4]);
        foreach (var command in new[] { "hunt", "decode" })
        {
            var run = StreamsProgram.Run(command, path);
            run.ExitCode.ShouldBe(1);
            run.Error.ShouldContain("broken.zip");
        }
    }

    [Theory]
    [InlineData("hunt")]
    [InlineData("decode")]
    public void A_missing_path_is_named_with_every_other_mistake(string command)
    {
        var run = StreamsProgram.Run(command, "nowhere-1.log", "nowhere-2.log", "--now", "soon", "--source", "*.log=nosuch");
        run.ExitCode.ShouldBe(2);
        foreach (var part in new[] { "nowhere-1.log", "nowhere-2.log", "--now 'soon'", "'nosuch'", "globalprotect" }) run.Error.ShouldContain(part);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public void An_impossible_latitude_is_no_place()
    {
        var path = _scratch.Write("far.ndjson", Records.Okta("ana@corp.example", latitude: 100) + "\n" + Records.Okta("ben@corp.example", latitude: 52.5));
        Hunt(path).Total("read").ShouldBe(2);
        var lines = StreamsProgram.Run("decode", path).Exits(0).Lines.Select(l => JsonNode.Parse(l)!).ToArray();
        lines[0]["latitude"].ShouldBeNull();
        ((double)lines[1]["latitude"]!).ShouldBe(52.5);
    }

    [Fact]
    public void An_empty_folder_an_empty_file_and_only_quarantine_give_a_sensible_answer()
    {
        Directory.CreateDirectory(_scratch.At("empty"));
        var file = _scratch.Write("nothing.log", "");
        var junk = _scratch.Write("junk.log", "one\ntwo\nthree\n");
        foreach (var (path, read) in new[] { (_scratch.At("empty"), 0), (file, 0), (junk, 3) })
        {
            var hunt = Hunt(path);
            hunt.Total("read").ShouldBe(read);
            hunt.Accounts.Count.ShouldBe(0);
            hunt.Root["totals"]!["first_event"].ShouldBeNull();
            StreamsProgram.Run("hunt", path).Exits(0).Output.ShouldNotBeEmpty();
            StreamsProgram.Run("decode", path).Exits(0).Lines.Length.ShouldBe(read);
        }

        StreamsProgram.Run("hunt", junk).Output.ShouldContain("3 quarantined");
    }

    [Fact]
    public void Standard_input_is_a_file_like_any_other()
    {
        var input = Encoding.UTF8.GetBytes(Good + "\nnonsense\n");
        var run = StreamsProgram.RunWith(_scratch.Folder, input, "hunt", "-", "--json", "-").Exits(0);
        var hunt = HuntOutcome.Of(run.OutputBytes).Reconciles();
        (hunt.Total("decoded"), hunt.Total("quarantined")).ShouldBe((1, 1));
        ((string)hunt.Inputs[0]!["path"]!).ShouldBe("-");
    }

    public void Dispose() => _scratch.Dispose();

    private void Quarantines(byte[] line, string reason)
    {
        var path = _scratch.Write("mixed.ndjson",
            [.. Encoding.UTF8.GetBytes(Good + "\n"), .. line, (byte)'\n', .. Encoding.UTF8.GetBytes(Records.Okta("ben@corp.example") + "\n")]);
        var hunt = Hunt(path);
        (hunt.Total("read"), hunt.Total("decoded"), hunt.Total("quarantined")).ShouldBe((3, 2, 1));
        var told = Quarantined().ShouldHaveSingleItem();
        ((string)told["path"]!).ShouldBe(path);
        ((int)told["record"]!).ShouldBe(2);
        ((string)told["reason"]!).ShouldContain(reason);
        Convert.FromBase64String((string)told["bytes"]!).ShouldBe(line);

        var decoded = StreamsProgram.Run("decode", path, "--quarantine", _scratch.At("quarantine-2")).Exits(0).Lines;
        decoded.Select(l => (string)JsonNode.Parse(l)!["status"]!).ShouldBe(["decoded", "quarantined", "decoded"]);
        ((string)JsonNode.Parse(decoded[1])!["reason"]!).ShouldBe((string)told["reason"]!);
        File.ReadAllBytes(_scratch.At("quarantine-2")).ShouldBe(File.ReadAllBytes(_scratch.At("quarantine")));
    }

    private HuntOutcome Hunt(string path) =>
        HuntOutcome.Of(StreamsProgram.Run("hunt", path, "--json", "-", "--quarantine", _scratch.At("quarantine")).Exits(0).OutputBytes).Reconciles();

    private List<JsonNode> Quarantined() => [.. File.ReadLines(_scratch.At("quarantine")).Select(line => JsonNode.Parse(line)!)];
}
