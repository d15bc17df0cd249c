using Streams.Runtime.Logs;

namespace Streams.Simulation.Service;

/// <summary>A record between its producer and the broker.</summary>
internal sealed record Sent(Partition To, byte[] Value, byte[]? Key, IReadOnlyList<LogHeader>? Headers);
