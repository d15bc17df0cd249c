using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streams.Core.Scoring;
using Streams.Runtime.Deliver;

namespace Streams.Elasticsearch.Tests.World;

/// <summary>A synthetic company, what the program finds in it, and the documents that its results log would carry.</summary>
public sealed class DemoCompany : IDisposable
{
    private const long Epoch = 3L << 44;

    private readonly string _folder = Directory.CreateTempSubdirectory("streams-company-").FullName;

    public DemoCompany()
    {
        var company = Path.Combine(_folder, "company");
        Run("generate", "--seed", "5", "--accounts", "200", "--days", "15", "--out", company, "--quiet");
        string[] tables =
        [
            "--networks", Path.Combine(company, "networks.csv"), "--directory", Path.Combine(company, "directory.csv"),
            "--watchlist", Path.Combine(company, "watchlist.csv"), "--allow", Path.Combine(company, "allow.csv"),
        ];
        var logs = Path.Combine(company, "logs");
        Hunt = HuntJson.Read(Run(["hunt", logs, .. tables, "--json", "-", "--quiet"]));
        Events = [.. EventsOf(Run(["decode", logs, .. tables]))];
    }

    public HuntDocument Hunt { get; }

    /// <summary>Events of accounts from medium, as the pipeline sends them to the evidence index.</summary>
    public IReadOnlyList<EventDocument> Events { get; }

    public IReadOnlyList<ResultDocument> Documents()
    {
        var version = Epoch;
        return
        [
            .. Hunt.Accounts.Select(a => new ResultDocument("account:" + a.Account, ++version, HuntJson.ToBytes(a))),
            .. Hunt.Rings.Select(r => new ResultDocument("ring:" + r.Id, ++version, HuntJson.ToBytes(r))),
            .. Events.Select(e => new ResultDocument(e.Entity, ++version, EventJson.ToBytes(e))),
        ];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IEnumerable<EventDocument> EventsOf(byte[] lines)
    {
        var suspects = Hunt.Accounts.Where(a => Odds.Rank(a.PeakLevel) >= 2).ToDictionary(a => a.Account);
        var number = 0;
        foreach (var line in System.Text.Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var json = JsonNode.Parse(line)!;
            if ((string?)json["status"] != "decoded" || (string?)json["account"] is not { } name
                || !suspects.TryGetValue(name, out var account)) continue;
            var time = DateTimeOffset.Parse((string)json["time"]!, System.Globalization.CultureInfo.InvariantCulture);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(account.Declared?.TimeZone ?? "UTC");
            var local = TimeZoneInfo.ConvertTime(time, zone);
            var kind = (string)json["kind"]!;
            yield return new EventDocument
            {
                Id = number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture),
                EventId = (string?)json["event_id"] ?? number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Time = time.ToUnixTimeMilliseconds(),
                Account = name,
                Source = kind.Split('.')[0] is "device" ? "sso" : kind.Split('.')[0],
                Format = (string)json["format"]!,
                Path = Path.GetFileName((string)json["path"]!),
                Record = (long)json["record"]!,
                Kind = kind,
                Outcome = (string)json["outcome"]!,
                Presence = (bool?)json["presence"],
                Ip = (string?)json["ip"],
                Country = (string?)json["country"],
                City = (string?)json["city"],
                Latitude = (double?)json["latitude"],
                Longitude = (double?)json["longitude"],
                RadiusKm = (double?)json["radius_km"],
                Asn = (long?)json["asn"],
                NetworkClass = (string?)json["network_class"],
                DeviceId = (string?)json["device_id"],
                DeviceName = (string?)json["device_name"],
                Os = (string?)json["os"],
                UserAgent = (string?)json["user_agent"],
                Session = (string?)json["session"],
                Repo = (string?)json["repo"],
                TimeZone = zone.Id,
                Weekday = local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek,
                Hour = local.Hour,
                HourUtc = time.UtcDateTime.Hour,
                DeclaredCountry = account.Declared?.Country,
                Vendor = account.Declared?.Vendor,
                Team = account.Declared?.Team,
                Score = account.Score,
                Level = account.Level,
                Ring = account.Ring,
            };
        }
    }

    private static byte[] Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "streams.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var talk = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"streams {arguments[0]}: {talk.Result}");
        return output.ToArray();
    }
}
