using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streams.Synthetic.Tests;

public sealed partial class FilesTests
{
    private static MemoryOutput Output => Generated.Output;

    [Theory]
    [InlineData("logs/okta/", ".ndjson")]
    [InlineData("logs/okta/", ".gz")]
    [InlineData("logs/okta/", ".filebeat.ndjson")]
    [InlineData("logs/entra/azure-monitor", ".json")]
    [InlineData("logs/entra/graph", ".json")]
    [InlineData("logs/globalprotect/", ".log")]
    [InlineData("logs/cisco-asa/", ".log")]
    [InlineData("logs/cisco-asa/", ".filebeat.ndjson")]
    [InlineData("logs/openvpn/", ".log")]
    [InlineData("logs/fortigate/", ".log")]
    [InlineData("logs/github/push", ".ndjson")]
    [InlineData("logs/github/audit", ".ndjson")]
    [InlineData("logs/gitlab/push", ".ndjson")]
    [InlineData("logs/gitlab/audit", ".ndjson")]
    [InlineData("logs/git/", ".gitlog")]
    public void Every_kind_of_log_is_there_and_not_empty(string start, string end)
    {
        var paths = Output.Paths.Where(path => path.StartsWith(start, StringComparison.Ordinal)
            && path.EndsWith(end, StringComparison.Ordinal)).ToArray();
        paths.ShouldNotBeEmpty();
        foreach (var path in paths) Output.Bytes(path).Length.ShouldBeGreaterThan(20, path);
    }

    [Fact]
    public void Every_JSON_line_parses_besides_the_one_torn_on_purpose()
    {
        var broken = 0;
        foreach (var path in Output.Paths.Where(path => path.Contains("json", StringComparison.Ordinal) && !path.Contains("graph", StringComparison.Ordinal) && path != "truth.json"))
        {
            foreach (var line in Output.Lines(path))
            {
                try
                {
                    using var document = JsonDocument.Parse(line);
                    document.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
                }
                catch (JsonException)
                {
                    path.ShouldStartWith("logs/okta");
                    broken++;
                }
            }
        }

        broken.ShouldBe(1);
    }

    [Fact]
    public void Graph_exports_are_arrays()
    {
        foreach (var path in Output.Paths.Where(path => path.Contains("graph", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(Output.Text(path));
            document.RootElement.ValueKind.ShouldBe(JsonValueKind.Array);
        }
    }

    [Fact]
    public void Exports_overlap_so_that_records_repeat()
    {
        var paths = Output.Paths.Where(path => path.StartsWith("logs/github/audit", StringComparison.Ordinal)).ToArray();
        var repeated = Output.Lines(paths[0]).Intersect(Output.Lines(paths[1])).Count();
        repeated.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Some_files_are_newest_first()
    {
        var path = Output.Paths.First(path => path.StartsWith("logs/gitlab/audit", StringComparison.Ordinal));
        var times = Output.Lines(path).Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("created_at").GetDateTime();
        }).ToArray();
        times[0].ShouldBeGreaterThan(times[^1]);
    }

    [Fact]
    public void A_GlobalProtect_row_has_its_columns_where_the_vendor_has_them()
    {
        var path = Output.Paths.First(path => path.StartsWith("logs/globalprotect", StringComparison.Ordinal));
        var line = Output.Lines(path).First(line => line.Contains(",gateway-connected,", StringComparison.Ordinal));
        // No quoted comma before the machine's name, so a plain split finds the columns.
        var cells = line.Split(',');
        cells[3].ShouldBe("GLOBALPROTECT");
        cells[8].ShouldBe("gateway-connected");
        cells[12].ShouldStartWith("corp\\");
        IPAddress.TryParse(cells[15], out _).ShouldBeTrue();
        cells[17].ShouldStartWith("10.");
    }

    [Fact]
    public void Every_event_of_the_benchmark_mix_is_distinct()
    {
        var options = new CompanyOptions { Accounts = 220, Days = 7 };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var formats = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in MixedRecords.Of(options))
        {
            seen.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(record.Bytes))).ShouldBeTrue();
            formats.Add(record.Format);
        }

        formats.ShouldBe(["okta", "entra", "globalprotect", "github"], ignoreOrder: true);
    }

    [Fact]
    public void The_large_benchmark_mix_has_more_than_200_000_events() =>
        MixedRecords.Of(MixedRecords.Large).Skip(200_000).Any().ShouldBeTrue();

    [Fact]
    public void No_address_can_belong_to_anybody()
    {
        foreach (var path in Output.Paths.Where(path => path.StartsWith("logs/", StringComparison.Ordinal)))
        {
            foreach (Match match in DottedQuad().Matches(Output.Text(path)))
            {
                if (IsVersion(match.Value)) continue;
                IsNobodys(IPAddress.Parse(match.Value)).ShouldBeTrue($"{match.Value} in {path}");
            }
        }
    }

    /// <summary>Chrome's version in a user agent looks like an address.</summary>
    private static bool IsVersion(string text) => text is "133.0.0.0" or "132.0.0.0";

    private static bool IsNobodys(IPAddress ip)
    {
        var b = ip.GetAddressBytes();
        return (b[0] == 198 && (b[1] is 18 or 19)) || (b[0], b[1], b[2]) is (203, 0, 113) or (198, 51, 100) or (192, 0, 2)
            || b[0] is >= 240 and < 255 || b[0] == 10 || b is [0, 0, 0, 0];
    }

    [GeneratedRegex(@"(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])")]
    private static partial Regex DottedQuad();
}
