using System.Text;
using System.Text.Json;
using Streams.Core.Alerts;
using Streams.Webhooks.Options;
using Streams.Webhooks.Rendering;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Rendering;

/// <summary>
/// Every shape of message as it is sent, to be read and reviewed. STREAMS_GOLDEN=write writes them anew.
/// </summary>
public sealed class GoldenTests
{
    private static readonly AlertLinks Links = new()
    {
        Dashboard = "https://kibana.example/app/dashboards#/view/streams-account?subject={subject}",
        Console = "https://streams.example/alerts/{alert}",
    };

    public static TheoryData<DestinationType, string> Cases
    {
        get
        {
            var cases = new TheoryData<DestinationType, string>();
            foreach (var type in Enum.GetValues<DestinationType>())
                foreach (var name in new[] { "page", "ticket-updated", "ring", "closed", "digest" }) cases.Add(type, name);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_message_is_what_its_golden_file_says(DestinationType type, string name)
    {
        var renderer = AlertRenderers.Of(type, Links);
        var body = name switch
        {
            "page" => renderer.Render(Some.Alert()),
            "ticket-updated" => renderer.Render(Some.Next(Some.Ticket(), "updated") with { Cause = "new: who" }),
            "ring" => renderer.Render(Some.Ring()),
            "closed" => renderer.Render(Some.Next(Some.Alert(), "closed", "withdrawn")),
            _ => renderer.RenderDigest([AlertLine.Of(Some.Alert()), AlertLine.Of(Some.Ring()), AlertLine.Of(Some.Ticket("bob@corp.example"))]),
        };
        if (type == DestinationType.PagerDuty && name == "digest")
        {
            body.ShouldBeNull();
            return;
        }

        var file = Path.Combine(Folder(), $"{type.ToString().ToLowerInvariant()}-{name}.json");
        var readable = Indented(body.ShouldNotBeNull());
        if (Environment.GetEnvironmentVariable("STREAMS_GOLDEN") == "write") File.WriteAllText(file, readable);
        readable.ShouldBe(File.ReadAllText(file));
    }

    private static string Indented(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        using var into = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(into, options)) json.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(into.ToArray()) + "\n";
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Streams.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "tests", "Streams.Webhooks.Tests", "Rendering", "Golden");
    }
}
