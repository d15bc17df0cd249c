using Streams.Elasticsearch.Transport;

namespace Streams.Elasticsearch.Bulk;

/// <summary>What an operator is told where the server refuses.</summary>
internal static class Refusals
{
    public static string Of(int status, string problem, Credentials credentials, string what) => status == 401
        ? $"Elasticsearch does not accept {credentials.Origin} (401: {problem}); put a valid key or password there"
        : $"Elasticsearch does not allow {credentials.Origin} to {what} (403: {problem}); the role needs, on the prefix's indices, "
            + "create_index, index, read, view_index_metadata and, for retention, delete_index; setup needs manage and the cluster "
            + "privileges manage_index_templates and, for lifecycle policies, manage_ilm";
}
