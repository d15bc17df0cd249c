namespace Streams.Simulation.Service;

/// <summary>A record ended the process: no supervisor catches this.</summary>
internal sealed class ProcessEndedException() : OperationCanceledException("a record ended the process");
