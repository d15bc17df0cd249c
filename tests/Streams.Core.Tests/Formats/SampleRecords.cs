using System.Text;
using System.Text.Json;
using Streams.Core.Activities;
using Streams.Core.Formats;
using Decoder = Streams.Core.Formats.Decoder;

namespace Streams.Core.Tests.Formats;

/// <summary>One record as it came out of the decoder, copied so that it can be looked at later.</summary>
public sealed record Seen(DecodeStatus Status, string? Reason, string Format, Activity Activity, string Raw, int Part)
{
    public string? Text(TextField field) => Activity[field].ToStringOrNull();
}

/// <summary>Collects what a decoder says.</summary>
public sealed class Collector : IDecodeSink
{
    public List<Seen> All { get; } = [];

    public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
    {
        var copy = new Activity();
        copy.Clear();
        for (var field = (TextField)0; field < TextField.Count; field++) copy[field] = Utf8Text.Of(activity[field].ToString());
        foreach (ref var commit in activity.Commits)
        {
            ref var to = ref copy.AddCommit();
            to = commit;
            to.Sha = Copy(commit.Sha);
            to.AuthorName = Copy(commit.AuthorName);
            to.AuthorEmail = Copy(commit.AuthorEmail);
            to.CommitterName = Copy(commit.CommitterName);
            to.CommitterEmail = Copy(commit.CommitterEmail);
            to.Pusher = Copy(commit.Pusher);
            to.SigningKey = Copy(commit.SigningKey);
            to.Message = Copy(commit.Message);
            to.CoAuthors = Copy(commit.CoAuthors);
        }

        copy.Time = activity.Time;
        copy.TimeOffset = activity.TimeOffset;
        copy.TimeQuality = activity.TimeQuality;
        copy.Kind = activity.Kind;
        copy.Outcome = activity.Outcome;
        copy.AccountType = activity.AccountType;
        copy.Interactive = activity.Interactive;
        copy.DeviceManaged = activity.DeviceManaged;
        copy.Ip = activity.Ip;
        copy.VpnIp = activity.VpnIp;
        copy.MfaIp = activity.MfaIp;
        copy.RttMs = activity.RttMs;
        copy.VendorPlace = activity.VendorPlace;
        copy.EventKey = activity.EventKey;
        copy.Origin = activity.Origin;
        copy.Format = activity.Format;
        All.Add(new Seen(
            result.Status, result.Reason, FormatCatalogue.NameOf(activity.Format), copy, Encoding.UTF8.GetString(raw.Span), part));
    }

    public static List<Seen> Decode(string record, SourceSettings? source = null, Decoder? decoder = null) =>
        Decode(Encoding.UTF8.GetBytes(record), source, decoder);

    public static List<Seen> Decode(byte[] record, SourceSettings? source = null, Decoder? decoder = null)
    {
        var sink = new Collector();
        (decoder ?? new Decoder()).Decode(record, 0, record.Length, source ?? SourceSettings.Default, sink);
        return sink.All;
    }

    private static Utf8Text Copy(Utf8Text text) => Utf8Text.Of(text.ToString());
}

/// <summary>Sample files cut into records as a collector would send them.</summary>
public static class SampleRecords
{
    /// <summary>Input files of a sample folder, without expectations.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Shared.Samples, folder))
            .Where(file => !file.EndsWith("-expected.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>A file that is one JSON value is one record; else the 0x1E records of a git log; else lines.</summary>
    public static List<string> Read(string file)
    {
        var text = File.ReadAllText(file);
        if (text.Contains('\u001e')) return [.. text.Split('\u001e').Where(part => part.Trim().Length > 0).Select(part => "\u001e" + part)];
        if (TryParse(text) is { } whole)
        {
            using (whole)
            {
                return Messages(whole.RootElement) ?? [text];
            }
        }

        return [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0)];
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Elastic's pipeline tests wrap lines as <c>{"events":[{"message":"…"}]}</c>.</summary>
    private static List<string>? Messages(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("events", out var events)
            || events.ValueKind != JsonValueKind.Array || events.GetArrayLength() == 0)
        {
            return null;
        }

        var messages = new List<string>();
        foreach (var item in events.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("message", out var message)
                || message.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            messages.Add(message.GetString()!);
        }

        return messages;
    }
}
