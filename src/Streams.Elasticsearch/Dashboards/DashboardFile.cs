using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Streams.Elasticsearch.Dashboards;

/// <summary>The file that Kibana imports: data views and dashboards, one object a line, and the summary of an export.</summary>
public static class DashboardFile
{
    /// <summary>Quotes inside strings stay readable; the file is data and never part of a page.</summary>
    internal static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static IReadOnlyList<Dashboard> Dashboards =>
        [Boards.Overview.Create(), Boards.Account.Create(), Boards.Rings.Create(), Boards.Vendors.Create(), Boards.Quality.Create()];

    /// <param name="prefix">Of the indices; ids of the objects do not change with it.</param>
    public static byte[] Write(string prefix = "streams")
    {
        var names = new IndexNames(prefix);
        var objects = DataView.All.Select(view => view.ToSavedObject(names))
            .Concat(Dashboards.Select(board => board.ToSavedObject())).ToList();
        var file = new StringBuilder();
        foreach (var line in objects.Append(Summary(objects.Count))) file.Append(line.ToJsonString(Readable)).Append('\n');
        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static JsonObject Summary(int count) => new()
    {
        ["excludedObjects"] = new JsonArray(),
        ["excludedObjectsCount"] = 0,
        ["exportedCount"] = count,
        ["missingRefCount"] = 0,
        ["missingReferences"] = new JsonArray(),
    };
}
