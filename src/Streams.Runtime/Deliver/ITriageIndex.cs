using Streams.Core.Alerts;

namespace Streams.Runtime.Deliver;

/// <summary>
/// People's verdicts, keyed by alert; the pipeline reads them and never overwrites one. Elasticsearch's
/// <c>streams-triage</c> in a deployment.
/// </summary>
public interface ITriageIndex
{
    Task PutAsync(TriageRecord record, CancellationToken cancel);

    /// <summary>Null where nobody judged the alert yet.</summary>
    Task<TriageRecord?> FindAsync(string alert, CancellationToken cancel);

    Task<IReadOnlyList<TriageRecord>> AllAsync(CancellationToken cancel);
}
