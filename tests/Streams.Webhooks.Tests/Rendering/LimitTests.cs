using System.Globalization;
using System.Text;
using System.Text.Json;
using Streams.Core.Alerts;
using Streams.Webhooks.Options;
using Streams.Webhooks.Rendering;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Rendering;

/// <summary>The largest alert, written by an adversary, in every shape.</summary>
public sealed class LimitTests
{
    private static readonly AlertLinks Links = new() { Dashboard = "https://kibana.example/{subject}", Console = "https://streams.example/{alert}" };

    public static TheoryData<DestinationType, string> Hostile
    {
        get
        {
            var cases = new TheoryData<DestinationType, string>();
            string[] names =
            [
                "a", "\u0000\u0007\u001b[31m\r\n\t", "😀", "👩‍👩‍👧‍👦", "\u202Egnp.exe\u202C", "e\u0301\u0301\u0301\u0301", "\ud800", "\udc00x", "𝓐𝓑", "漢字",
                "<!channel><@U1><https://evil.example|click>&amp;", "[click](https://evil.example) **b** `c` ~s~ # h\n- l", "*b* _i_ ~s~ `c` :smile: @here",
                "<script>alert(1)</script><img src=x onerror=alert(1)>", "{{DATE(2026-01-01)}}${name}@{x}", "\"},{\"type\":\"x", "\\\\\\\"", "\u2028\u2029\ufeff\u200b",
            ];
            foreach (var type in Enum.GetValues<DestinationType>())
                foreach (var name in names) cases.Add(type, name);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_largest_alert_fits_every_receiver_and_says_nothing_unseen(DestinationType type, string hostile)
    {
        var alert = Some.Largest(hostile);
        var renderer = AlertRenderers.Of(type, Links);
        foreach (var body in new[]
        {
            renderer.Render(alert), renderer.Render(Some.Next(alert, "updated")), renderer.Render(Some.Next(alert, "closed", "decayed")),
            renderer.Render(alert with { SubjectType = "account" }), renderer.RenderDigest([.. Enumerable.Repeat(AlertLine.Of(alert), 500)]),
        })
        {
            if (body is null)
            {
                type.ShouldBe(DestinationType.PagerDuty);
                continue;
            }

            using var json = JsonDocument.Parse(body);
            body.Length.ShouldBeLessThanOrEqualTo(type switch
            {
                DestinationType.Generic => 20_000,
                DestinationType.Slack => 8_000,
                DestinationType.Teams => 28_000,
                _ => 512_000,
            });
            foreach (var text in Texts(json.RootElement)) ShouldBeSeen(text);
            if (type == DestinationType.Slack) CheckSlack(json.RootElement);
            if (type == DestinationType.Teams) CheckTeams(json.RootElement);
            if (type == DestinationType.PagerDuty) CheckPagerDuty(json.RootElement);
        }
    }

    [Fact]
    public void What_is_left_out_is_counted()
    {
        var body = JsonDocument.Parse(AlertRenderers.Of(DestinationType.Generic, Links).Render(Some.Largest("x"))).RootElement.GetProperty("data");
        body.GetProperty("member_count").GetInt32().ShouldBe(50);
        body.GetProperty("reason_count").GetInt32().ShouldBe(40);
        body.GetProperty("suppressed_count").GetInt32().ShouldBe(400);
        Encoding.UTF8.GetString(AlertRenderers.Of(DestinationType.Slack, Links).Render(Some.Largest("x"))).ShouldContain("more");
    }

    [Fact]
    public void An_ordinary_alert_loses_nothing()
    {
        foreach (var type in Enum.GetValues<DestinationType>())
        {
            var body = Encoding.UTF8.GetString(AlertRenderers.Of(type, Links).Render(Some.Alert()));
            foreach (var part in new[]
            {
                "ana@corp.example", "98.2", "97.9", "contractor", "shared-device", "Three laptops stand at 198.51.100.20", "at least 2 people", "hire date",
                "940.5", "Umbra", "2026-03-31", "Not proof; no automatic action.", "HR and legal", "Flatmates", "4.8", "5.1",
            })
                body.ShouldContain(part, Case.Sensitive, $"{type}: {part}");
        }
    }

    private static void CheckSlack(JsonElement root)
    {
        root.GetProperty("mrkdwn").GetBoolean().ShouldBeFalse();
        var blocks = root.GetProperty("blocks");
        blocks.GetArrayLength().ShouldBeLessThanOrEqualTo(50);
        foreach (var (type, element) in Objects(root).Select(e => (Type(e), e)))
        {
            type.ShouldNotBe("mrkdwn");
            if (type == "header") Length(element.GetProperty("text")).ShouldBeInRange(1, 150);
            if (type == "section" && element.TryGetProperty("text", out var text)) Length(text).ShouldBeInRange(1, 3000);
            if (type == "section" && element.TryGetProperty("fields", out var fields))
            {
                fields.GetArrayLength().ShouldBeLessThanOrEqualTo(10);
                fields.EnumerateArray().Max(Length).ShouldBeLessThanOrEqualTo(2000);
            }

            if (type == "context") element.GetProperty("elements").GetArrayLength().ShouldBeLessThanOrEqualTo(10);
            if (type == "button") Length(element.GetProperty("text")).ShouldBeLessThanOrEqualTo(75);
            if (type == "plain_text") element.GetProperty("emoji").GetBoolean().ShouldBeFalse();
        }

        foreach (var text in Objects(root).Where(e => Type(e) == "plain_text").Select(e => e.GetProperty("text").GetString()!).Append(root.GetProperty("text").GetString()!))
        {
            text.ShouldNotContain('<');
            text.ShouldNotContain('>');
            System.Text.RegularExpressions.Regex.Replace(text, "&(amp|lt|gt);", "").ShouldNotContain('&');
        }

        static int Length(JsonElement text) => text.GetProperty("text").GetString()!.Length;
    }

    private static void CheckTeams(JsonElement root)
    {
        var card = root.GetProperty("attachments")[0].GetProperty("content");
        card.GetProperty("type").GetString().ShouldBe("AdaptiveCard");
        foreach (var element in Objects(card))
        {
            // Both know markdown; text of logs may stand in neither.
            Type(element).ShouldNotBe("TextBlock");
            Type(element).ShouldNotBe("FactSet");
        }

        foreach (var text in Texts(card)) text.ShouldNotContain("{{");
    }

    private static void CheckPagerDuty(JsonElement root)
    {
        root.GetProperty("dedup_key").GetString()!.Length.ShouldBeLessThanOrEqualTo(255);
        var action = root.GetProperty("event_action").GetString();
        action.ShouldBeOneOf("trigger", "resolve");
        if (action == "resolve") return;
        var payload = root.GetProperty("payload");
        payload.GetProperty("summary").GetString()!.Length.ShouldBeInRange(1, 1024);
        payload.GetProperty("severity").GetString().ShouldBeOneOf("critical", "error", "warning", "info");
        payload.GetProperty("source").GetString().ShouldNotBeNullOrEmpty();
    }

    private static void ShouldBeSeen(string text)
    {
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value != '\n') category.ShouldNotBeOneOf(UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.Surrogate,
                UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator);
            marks = category == UnicodeCategory.NonSpacingMark ? marks + 1 : 0;
            marks.ShouldBeLessThanOrEqualTo(2);
        }
    }

    private static string? Type(JsonElement element) => element.TryGetProperty("type", out var type) ? type.GetString() : null;

    private static IEnumerable<JsonElement> Objects(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => e.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(e),
        JsonValueKind.Array => e.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => e.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Array => e.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [e.GetString()!],
        _ => [],
    };
}
