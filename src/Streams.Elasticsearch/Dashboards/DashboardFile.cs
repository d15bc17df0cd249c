namespace Streams.Elasticsearch.Dashboards;

/// <summary>The file that Kibana imports.</summary>
public static class DashboardFile
{
    public static byte[] Write(string prefix = "streams") => System.Text.Encoding.UTF8.GetBytes(prefix);
}
