using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;
using Decoder = Streams.Core.Formats.Decoder;

namespace Streams.Core.Tests.Formats;

public sealed class DecoderTests
{
    private const string Time = "2026-03-02T12:00:00.000Z";

    internal static string Okta(string id, string more = "", string time = Time) =>
        $$$"""{"uuid":"{{{id}}}","published":"{{{time}}}","eventType":"user.session.start","actor":{"id":"u1","type":"User","alternateId":"ana@corp.example","displayName":"Ana"},"outcome":{"result":"SUCCESS"},"client":{"ipAddress":"198.51.100.1"}{{{more}}}}""";

    private static string Quote(string json) => System.Text.Json.JsonSerializer.Serialize(json);

    [Fact]
    public void One_record_has_part_zero_and_its_vendor_s_identity()
    {
        var seen = Collector.Decode(Okta("k1")).ShouldHaveSingleItem();
        seen.Status.ShouldBe(DecodeStatus.Decoded);
        seen.Part.ShouldBe(0);
        seen.Format.ShouldBe("okta");
        seen.Activity.EventKey.ShouldBe(Collector.Decode(Okta("k1", ",\"severity\":\"INFO\""))[0].Activity.EventKey);
        seen.Activity.EventKey.ShouldNotBe(Collector.Decode(Okta("k2"))[0].Activity.EventKey);
    }

    [Theory]
    [InlineData("[{0},{1}]")]
    [InlineData("""{{"records":[{0},{1}]}}""")]
    [InlineData("""{{"Records":[{0},{1}]}}""")]
    [InlineData("""{{"items":[{0},{1}]}}""")]
    [InlineData("""{{"eventType":"com.okta.event_hook","data":{{"events":[{0},{1}]}}}}""")]
    [InlineData("""{{"events":[{{"json":{0}}},{{"json":{1}}}]}}""")]
    [InlineData("""{{"events":[{{"data":{0}}},{{"data":{1}}}]}}""")]
    [InlineData("""[{{"records":[{{"detail-type":"x","detail":{0}}},{1}]}}]""")]
    public void Batches_are_unwrapped_and_their_parts_counted(string pattern)
    {
        var seen = Collector.Decode(string.Format(null, pattern, Okta("k1"), Okta("k2")));
        seen.Select(s => (s.Text(TextField.EventId), s.Part)).ShouldBe([("k1", 1), ("k2", 2)]);
        seen[0].Raw.ShouldBe(Okta("k1"));
    }

    [Fact]
    public void An_envelope_s_message_is_read_even_when_it_is_a_batch()
    {
        var outer = $$"""{"@metadata":{"beat":"filebeat"},"message":{{Quote($"[{Okta("k1")},{Okta("k2")}]")}}}""";
        Collector.Decode(outer).Select(s => s.Part).ShouldBe([1, 2]);
        var agent = $$"""{"agent":{"type":"filebeat"},"event":{"original":{{Quote(Okta("k3"))}}},"message":"other"}""";
        Collector.Decode(agent).ShouldHaveSingleItem().Text(TextField.EventId).ShouldBe("k3");
    }

    [Fact]
    public void Wrappers_come_off_four_times_and_no_more()
    {
        var four = $"[[[[{Okta("k1")}]]]]";
        Collector.Decode(four).ShouldHaveSingleItem().Status.ShouldBe(DecodeStatus.Decoded);
        Collector.Decode($"[{four}]").ShouldHaveSingleItem().Reason!.ShouldContain("4 times");
    }

    [Fact]
    public void Byte_order_mark_blanks_and_padding_are_no_part_of_a_record()
    {
        Collector.Decode("\uFEFF  " + Okta("k1") + " \r\n\0\0\0").ShouldHaveSingleItem().Raw.ShouldBe(Okta("k1"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("""{"a":1,}""", "byte 7")]
    [InlineData("{\"a\":\"x\0y\"}", "NUL at byte 7")]
    [InlineData("hello world", "unknown format")]
    [InlineData("""{"hello":"world"}""", "unknown format")]
    public void What_cannot_be_read_is_quarantined_with_a_reason(string record, string reason)
    {
        var seen = Collector.Decode(record).ShouldHaveSingleItem();
        seen.Status.ShouldBe(DecodeStatus.Quarantined);
        seen.Reason!.ShouldContain(reason);
    }

    [Fact]
    public void Broken_utf8_names_the_byte()
    {
        byte[] record = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Collector.Decode(record).ShouldHaveSingleItem().Reason!.ShouldContain("invalid UTF-8 at byte 6");
        Collector.Decode(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray())
            .ShouldHaveSingleItem().Reason!.ShouldContain("UTF-16");
    }

    [Fact]
    public void Ten_thousand_levels_are_quarantined()
    {
        foreach (var open in new[] { "[", "{\"a\":", "{\"records\":[" })
        {
            var record = string.Concat(Enumerable.Repeat(open, 10_000));
            Collector.Decode(record).ShouldHaveSingleItem().Status.ShouldBe(DecodeStatus.Quarantined);
        }
    }

    [Fact]
    public void A_broken_element_costs_the_batch_but_an_unknown_one_only_itself()
    {
        var seen = Collector.Decode($$"""{"records":[{{Okta("k1")}},{"what":1},{{Okta("k2")}}]}""");
        seen.Select(s => s.Status).ShouldBe([DecodeStatus.Decoded, DecodeStatus.Quarantined, DecodeStatus.Decoded]);
        seen[1].Raw.ShouldBe("""{"what":1}""");
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59Z", "before 2000")]
    [InlineData("2026-03-04T12:00:01Z", "ahead")]
    public void Implausible_times_are_quarantined(string time, string reason)
    {
        var source = new SourceSettings { ReceivedMs = 1_772_539_200_000 };
        var seen = Collector.Decode(Okta("k1", time: time), source).ShouldHaveSingleItem();
        seen.Status.ShouldBe(DecodeStatus.Quarantined);
        seen.Reason!.ShouldContain("implausible time");
        seen.Reason!.ShouldContain(reason);
    }

    [Fact]
    public void A_latitude_of_100_is_dropped_and_the_event_kept()
    {
        var geo = """,{"geographicalContext":{"geolocation":{"lat":100,"lon":1}}}""";
        var seen = Collector.Decode(Okta("k1").Replace("}}", "," + geo[2..^1] + "}}", StringComparison.Ordinal)).ShouldHaveSingleItem();
        seen.Status.ShouldBe(DecodeStatus.Decoded, seen.Reason);
        seen.Activity.VendorPlace.IsLocated.ShouldBeFalse();
    }

    [Fact]
    public void A_configured_format_wins_over_guessing_and_says_so()
    {
        var source = new SourceSettings { Format = "entra" };
        Collector.Decode(Okta("k1"), source).ShouldHaveSingleItem().Reason!.ShouldContain("'entra'");
        Collector.Decode($$"""{"records":[{{Okta("k1")}}]}""", new SourceSettings { Format = "okta" })
            .ShouldHaveSingleItem().Status.ShouldBe(DecodeStatus.Decoded);
    }

    [Fact]
    public void What_came_before_never_changes_what_a_record_is()
    {
        if (Shared.IsMissing) return;
        var records = Directory.EnumerateDirectories(Shared.Samples).Order(StringComparer.Ordinal)
            .SelectMany(folder => SampleRecords.Files(Path.GetFileName(folder))).SelectMany(SampleRecords.Read).ToList();
        var warm = new Decoder();
        var random = new Random(5);
        for (var i = 0; i < 600; i++)
        {
            var record = records[random.Next(records.Count)];
            var once = Collector.Decode(record, decoder: warm);
            var fresh = Collector.Decode(record);
            once.Select(s => (s.Status, s.Format, s.Activity.EventKey))
                .ShouldBe(fresh.Select(s => (s.Status, s.Format, s.Activity.EventKey)));
        }
    }

    /// <summary>After a few records of one format its fields are read before its markers are searched.</summary>
    [Theory]
    [InlineData("okta")]
    [InlineData("entra")]
    [InlineData("github")]
    public void A_streak_of_one_format_changes_no_answer(string leader)
    {
        const string Entra = """{"id":"e1","createdDateTime":"2026-03-02T12:00:00Z","userPrincipalName":"ana@corp.example","userId":"u1","ipAddress":"198.51.100.1","isInteractive":true,"status":{"errorCode":0}}""";
        const string GitHub = """{"action":"git.push","actor":"ana","repo":"corp/app","org":"corp","@timestamp":1772452800000,"_document_id":"d1"}""";
        var lead = leader switch { "okta" => Okta("k1"), "entra" => Entra, _ => GitHub };
        string[] others =
        [
            Okta("k2"), Entra, GitHub,
            Okta("k3").Replace("eventType", "event\\u0054ype", StringComparison.Ordinal),
            Entra.Replace("userPrincipalName", "userPrincipal\\u004Eame", StringComparison.Ordinal),
            GitHub.Replace("action", "\\u0061ction", StringComparison.Ordinal),
            Okta("k4")[..^9], Entra + "}", """{"a":1}""", """{"a":[1,2}""", "{}", $"[{Okta("k5")},{Entra}]",
            $$"""{"records":[{{GitHub}},{{Okta("k6")}}]}""", $$"""{"agent":{"type":"filebeat"},"message":{{Quote(Entra)}}}""",
        ];
        foreach (var other in others)
        {
            var warm = new Decoder();
            for (var i = 0; i < 10; i++) Collector.Decode(lead, decoder: warm).ShouldHaveSingleItem().Format.ShouldBe(leader);
            Collector.Decode(other, decoder: warm).Select(s => (s.Status, s.Format, s.Reason, s.Activity.EventKey))
                .ShouldBe(Collector.Decode(other).Select(s => (s.Status, s.Format, s.Reason, s.Activity.EventKey)), other);
        }
    }

    [Fact]
    public void Every_format_has_a_code_of_its_name()
    {
        foreach (var format in FormatCatalogue.All)
        {
            FormatCatalogue.NameOf(FormatCatalogue.CodeOf(format.Name)).ShouldBe(format.Name);
            format.Code.ShouldBe(FormatCatalogue.CodeOf(format.Name));
        }

        FormatCatalogue.CodeOf("no-such-format").ShouldBe((byte)0);
        FormatCatalogue.All[^1].Name.ShouldBe("ecs");
    }
}
