namespace Streams.Elasticsearch.Setup;

/// <summary>What setup did, one line each; running it again changes nothing.</summary>
public sealed record SetupReport(IReadOnlyList<string> Changed, IReadOnlyList<string> Unchanged, IReadOnlyList<string> Notes);

/// <summary>Setup cannot go on; the message says what to mend.</summary>
public sealed class SetupException(string message, Exception? inner = null) : Exception(message, inner);
