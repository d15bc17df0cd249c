using System.Text;
using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;
using Streams.Core.Tests.Detections;

namespace Streams.Core.Tests.Scoring;

public sealed class EventDocumentTests
{
    private static readonly DirectoryRow Ana = new()
    {
        Account = "ana@corp.example",
        Key = Key128.OfFolded("ana@corp.example"u8),
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"),
        Country = CountryCode.Parse("IN"),
        Vendor = "acme",
        Team = "payments",
    };

    [Fact]
    public void Weekday_and_hour_are_those_of_the_declared_zone()
    {
        // Sunday 22:45 in UTC is Monday 04:15 in Kolkata.
        var document = Of("2026-03-01 22:45", Ana);
        (document.TimeZone, document.Weekday, document.Hour, document.HourUtc).ShouldBe(("Asia/Kolkata", 1, 4, 22));
        var unknown = Of("2026-03-01 22:45", null);
        (unknown.TimeZone, unknown.Weekday, unknown.Hour).ShouldBe(("UTC", 7, 22));
    }

    [Fact]
    public void Reads_back_as_it_was_written()
    {
        var document = Of("2026-03-01 22:45", Ana) with { Score = 71.5, Level = "high", Ring = "r-1", RttMs = 12.5 };
        EventJson.Read(EventJson.ToBytes(document)).ShouldBe(document);
    }

    [Fact]
    public void Json_is_snake_case_with_rfc_3339_times_and_without_what_is_unknown()
    {
        var json = JsonDocument.Parse(EventJson.ToBytes(Of("2026-03-01 22:45", Ana))).RootElement;
        json.GetProperty("time").GetString().ShouldBe("2026-03-01T22:45:00.000Z");
        json.GetProperty("device_id").GetString().ShouldBe("laptop-1");
        json.GetProperty("declared_country").GetString().ShouldBe("IN");
        json.TryGetProperty("mfa_ip", out _).ShouldBeFalse();
        json.TryGetProperty("entity", out _).ShouldBeFalse();
    }

    [Fact]
    public void One_event_is_one_entity_wherever_it_was_read()
    {
        var activity = Acts.Login("2026-03-01 22:45", device: "laptop-1");
        var first = EventDocument.Of(activity, "ana", null, "a.json", "okta");
        activity.Origin = new Origin(7, 99, 0);
        EventDocument.Of(activity, "ana", null, "b.json", "okta").Entity.ShouldBe(first.Entity);
        first.Entity.ShouldBe("event:" + activity.EventKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"1","event_id":"1","time":"soon","account":"a","source":"sso","format":"okta","kind":"k","outcome":"o","time_zone":"UTC"}""")]
    public void What_is_no_event_is_refused_in_words(string json) =>
        Should.Throw<FormatException>(() => EventJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_source_reads_back_as_it_was_written()
    {
        var source = new SourceDocument { Source = "logs.okta/3", Format = "okta", AsOf = 1_772_532_000_000, Watermark = null, Idle = true, Read = 9 };
        EventJson.ReadSource(EventJson.ToBytes(source)).ShouldBe(source);
        EventJson.ReadSource(EventJson.ToBytes(source with { Watermark = 1_772_531_000_123 })).Watermark.ShouldBe(1_772_531_000_123);
        source.Entity.ShouldBe("source:logs.okta/3");
    }

    [Fact]
    public void A_withdrawn_finding_reads_back_with_its_account()
    {
        var finding = new FindingDocument
        {
            Id = "f-1",
            Rule = "D01",
            Name = "impossible-travel",
            Time = 1_772_532_000_000,
            LastTime = 1_772_532_000_001,
            Group = "where",
            Summary = "x",
        };
        var read = HuntJson.ReadWithdrawn(HuntJson.ToBytes(new WithdrawnFinding("ana@corp.example", finding)));
        read.Account.ShouldBe("ana@corp.example");
        HuntJson.ToBytes(read.Finding).ShouldBe(HuntJson.ToBytes(finding));
        Should.Throw<FormatException>(() => HuntJson.ReadWithdrawn("{\"account\":\"x\"}"u8.ToArray()));
    }

    private static EventDocument Of(string time, DirectoryRow? row) =>
        EventDocument.Of(Acts.Login(time, device: "laptop-1", session: "s-1"), "ana@corp.example", row, "okta.ndjson", "okta");
}
