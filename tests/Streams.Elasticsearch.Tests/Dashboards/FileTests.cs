using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests.Dashboards;

/// <summary>The file itself: as committed, as Kibana's own rules want it, and in step with the templates.</summary>
public sealed class FileTests
{
    private static readonly string[] Groupable = ["keyword", "ip", "boolean", "long", "double", "float", "date"];
    private static readonly string[] Numbers = ["long", "double", "float"];
    private readonly DashboardObjects _objects = new();

    [Fact]
    public void The_committed_file_is_what_the_builders_write()
    {
        var path = Path.Combine(Shared.Repository, "dashboards", "streams.ndjson");
        var written = Encoding.UTF8.GetString(_objects.File);
        if (Environment.GetEnvironmentVariable("STREAMS_UPDATE_GOLDEN") == "1") File.WriteAllText(path, written);
        File.ReadAllText(path).ShouldBe(written, "run the tests with STREAMS_UPDATE_GOLDEN=1 to write it anew, and look at the difference");
    }

    [Fact]
    public void Every_dashboard_that_was_asked_for_is_there() =>
        _objects.Boards.Select(b => (string)b["attributes"]!["title"]!).ShouldBe(
            ["Streams: overview", "Streams: account", "Streams: rings", "Streams: vendors", "Streams: detection quality"]);

    [Fact]
    public void No_panel_counts_an_event_that_is_withdrawn()
    {
        static JsonElement Event(string status) => JsonDocument.Parse(
            $$$"""
            {"streams":{"status":"{{{status}}}","ring":{"id":"r-1"},"evidence":{"role":"event"}},"device":{"id":"d"},"source":{"ip":"203.0.113.1"}}
            """).RootElement;

        var queries = _objects.Lenses().Where(lens => lens.Pattern.Contains("evidence", StringComparison.Ordinal)).Select(lens => lens.Query)
            .Concat(_objects.Maps().Select(map => map.Query)).Select(Kuery.Parse).ToList();
        queries.Count.ShouldBeGreaterThan(6);
        var (open, withdrawn) = (Event("open"), Event("withdrawn"));
        queries.ShouldAllBe(query => query.Matches(open) && !query.Matches(withdrawn));
    }

    [Fact]
    public async Task Kibanas_invariants_hold()
    {
        if (Shared.IsMissing) return;
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Shared.Root!, "kibana", "check_invariants.py"));
        start.ArgumentList.Add(Path.Combine(Shared.Repository, "dashboards", "streams.ndjson"));
        start.Environment["V"] = "1";
        using var python = Process.Start(start)!;
        var error = python.StandardError.ReadToEndAsync();
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        python.ExitCode.ShouldBe(0, output + await error);
        output.ShouldContain($"{_objects.Objects.Count - 1} objects, 0 errors, 0 notes");
    }

    [Fact]
    public void Every_column_reads_a_field_of_our_templates_with_a_type_that_fits()
    {
        var columns = 0;
        foreach (var lens in _objects.Lenses())
        {
            var fields = TemplateFields.Of(lens.Pattern);
            foreach (var column in lens.Columns.Concat(lens.Columns.Select(c => c["params"]!["orderAgg"]).OfType<System.Text.Json.Nodes.JsonObject>()))
            {
                var where = $"{lens}: {column["label"]}";
                Queries(fields, (string?)column["filter"]?["query"], where);
                if (column["params"]!["filters"] is { } filters)
                    foreach (var filter in filters.AsArray()) Queries(fields, (string)filter!["input"]!["query"]!, where);
                var operation = (string)column["operationType"]!;
                if (operation is "count" or "filters") continue;
                var field = (string)column["sourceField"]!;
                fields.ShouldContainKey(field, where);
                var type = fields[field];
                string[] fitting = operation switch
                {
                    "terms" or "last_value" or "unique_count" => Groupable,
                    "date_histogram" => ["date"],
                    "min" or "max" when (string)column["dataType"]! == "date" => ["date"],
                    "min" or "max" or "average" or "median" or "sum" or "range" => Numbers,
                    _ => [],
                };
                fitting.ShouldContain(type, $"{where}: {operation} over {field}");
                if (operation is "terms" or "last_value") ((string)column["dataType"]!).ShouldBe(KibanaType(type), where);
                columns++;
            }

            Queries(fields, lens.Query, lens.ToString());
        }

        columns.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Maps_and_controls_read_fields_of_our_templates_with_a_type_that_fits()
    {
        foreach (var map in _objects.Maps())
        {
            var fields = TemplateFields.Of(map.Pattern);
            fields[map.GeoField].ShouldBe("geo_point");
            foreach (var metric in map.Metrics.Where(m => m["field"] is not null)) Groupable.ShouldContain(fields[(string)metric["field"]!]);
            Queries(fields, map.Query, map.Panel);
        }

        foreach (var (board, pattern, field) in _objects.Controls())
            new[] { "keyword", "ip", "boolean" }.ShouldContain(TemplateFields.Of(pattern)[field], $"{board}: {field}");
    }

    [Fact]
    public void Views_with_a_time_field_have_it_as_a_date()
    {
        foreach (var view in _objects.Views.Values)
            if (view["timeFieldName"] is { } field) TemplateFields.Of((string)view["title"]!)[(string)field!].ShouldBe("date");
    }

    [Fact]
    public void Level_rule_vendor_and_team_can_be_chosen_where_accounts_are_shown()
    {
        foreach (var board in new[] { "streams-overview", "streams-account", "streams-vendors", "streams-quality" })
            _objects.Controls().Where(c => c.Dashboard == board).Select(c => c.Field)
                .ShouldBeSubsetOf(["user.name", "user.risk.calculated_level", "rule.id", "streams.vendor", "streams.team"]);
        _objects.Controls().Count(c => c.Dashboard == "streams-overview").ShouldBe(4);
    }

    [Fact]
    public void Dashboards_lead_to_each_other()
    {
        var ids = _objects.Boards.Select(b => (string)b["id"]!).ToHashSet();
        var targets = (from board in _objects.Boards
                       from reference in board["references"]!.AsArray()
                       where (string)reference!["type"]! == "dashboard"
                       select ((string)board["id"]!, (string)reference["id"]!)).ToList();
        targets.ShouldAllBe(t => ids.Contains(t.Item2));
        targets.ShouldContain(("streams-overview", "streams-account"));
        targets.ShouldContain(("streams-account", "streams-rings-board"));
        targets.ShouldContain(("streams-rings-board", "streams-account"));
        targets.ShouldContain(("streams-vendors", "streams-rings-board"));
    }

    [Fact]
    public void Another_prefix_changes_the_patterns_and_nothing_else()
    {
        var other = new DashboardObjects("acme-sec");
        other.Views.Keys.ShouldBe(_objects.Views.Keys);
        other.Views["streams-findings"]["title"]!.GetValue<string>().ShouldBe("acme-sec-findings-*");
        other.Boards.Select(b => b.ToJsonString()).ShouldBe(_objects.Boards.Select(b => b.ToJsonString()));
    }

    private static void Queries(Dictionary<string, string> fields, string? query, string where)
    {
        if (query is null) return;
        foreach (var field in Kuery.Parse(query).Fields) fields.ShouldContainKey(field, $"{where}: {query}");
    }

    private static string KibanaType(string type) => type switch
    {
        "keyword" => "string",
        "long" or "double" or "float" => "number",
        _ => type,
    };
}
