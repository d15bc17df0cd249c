using Microsoft.Extensions.Logging;

namespace Streams.Cli.Service;

/// <summary>Every message of the service. No account, address or secret; numbers and names of its own parts.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(1, LogLevel.Information,
        "Streams {Version} starts as {Instance}; {Sources} sources, {Shards} shards")]
    public static partial void Starts(ILogger log, string version, string instance, int sources, int shards);

    [LoggerMessage(2, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listens(ILogger log, Uri address);

    [LoggerMessage(3, LogLevel.Information, "Ready after {Seconds:0.0} s")]
    public static partial void Ready(ILogger log, double seconds);

    [LoggerMessage(4, LogLevel.Information, "Stopping: {Step}")]
    public static partial void Stops(ILogger log, string step);

    [LoggerMessage(5, LogLevel.Warning,
        "Stopped before everything was done: {Step} took longer than {Seconds:0} s; nothing is lost, the next start replays it")]
    public static partial void StoppedEarly(ILogger log, string step, double seconds);

    [LoggerMessage(10, LogLevel.Information, "Partitions taken over: {Partitions}")]
    public static partial void Assigned(ILogger log, string partitions);

    [LoggerMessage(11, LogLevel.Information, "Partitions given back: {Partitions}")]
    public static partial void Revoked(ILogger log, string partitions);

    [LoggerMessage(12, LogLevel.Warning, "Partitions lost: {Partitions}; another worker may hold them already")]
    public static partial void Lost(ILogger log, string partitions);

    [LoggerMessage(13, LogLevel.Information,
        "Flow partition {Partition} restored: {Entities} snapshot records and everything from offset {Offset} on, in {Seconds:0.0} s")]
    public static partial void Restored(ILogger log, int partition, long entities, long offset, double seconds);

    [LoggerMessage(14, LogLevel.Warning,
        "Flow partition {Partition}: {Records} snapshot records could not be read; their other slot and replay stand in")]
    public static partial void SnapshotCorrupt(ILogger log, int partition, long records);

    [LoggerMessage(15, LogLevel.Error, "{Actor} failed and starts again in {Seconds:0.0} s")]
    public static partial void ActorFailed(ILogger log, string actor, double seconds, Exception error);

    [LoggerMessage(17, LogLevel.Error, "{Actor} has not come back from a step for {Seconds:0} s: this worker is not live any more")]
    public static partial void Stuck(ILogger log, string actor, double seconds);

    [LoggerMessage(18, LogLevel.Information, "No step takes longer than it may any more")]
    public static partial void NoLongerStuck(ILogger log);

    [LoggerMessage(16, LogLevel.Error,
        "Source {Topic}/{Partition}: the mark {Mark} lies beyond the topic's end {End}; was the topic made anew?")]
    public static partial void BeyondEnd(ILogger log, string topic, int partition, long mark, long end);

    [LoggerMessage(20, LogLevel.Information, "Reference tables {Hash} are in force; {Files} files")]
    public static partial void TablesInForce(ILogger log, string hash, int files);

    [LoggerMessage(21, LogLevel.Error, "Changed reference tables cannot be used, the old ones stay: {Problem}")]
    public static partial void TablesRefused(ILogger log, string problem);

    [LoggerMessage(22, LogLevel.Information, "Settings of detections {Hash} are in force")]
    public static partial void DetectionsInForce(ILogger log, string hash);

    [LoggerMessage(23, LogLevel.Error, "Changed settings cannot be used, the old ones stay: {Problem}")]
    public static partial void DetectionsRefused(ILogger log, string problem);

    [LoggerMessage(30, LogLevel.Warning,
        "Sink {Sink} does not take documents, tries again in {Seconds:0.0} s: {Reason}")]
    public static partial void SinkRetries(ILogger log, string sink, double seconds, string reason);

    [LoggerMessage(31, LogLevel.Error, "Sink {Sink} stands until somebody mends it: {Reason}")]
    public static partial void SinkStopped(ILogger log, string sink, string reason);

    [LoggerMessage(33, LogLevel.Warning, "Sink {Sink}: {Text}")]
    public static partial void SinkSays(ILogger log, string sink, string text);

    [LoggerMessage(32, LogLevel.Information, "Sink {Sink} goes on")]
    public static partial void SinkGoesOn(ILogger log, string sink);

    [LoggerMessage(34, LogLevel.Information, "Index {Index} is past its retention and was deleted")]
    public static partial void IndexExpired(ILogger log, string index);

    [LoggerMessage(40, LogLevel.Warning,
        "{Records} records of {Topic} were not understood and are in quarantine, most often: {Reason}")]
    public static partial void Quarantined(ILogger log, long records, string topic, string reason);

    [LoggerMessage(42, LogLevel.Error, "{Place} was set aside: three processes ended when they came to it; its bytes are in quarantine")]
    public static partial void SetAside(ILogger log, string place);

    [LoggerMessage(41, LogLevel.Error, "Kafka: {Reason}")]
    public static partial void KafkaError(ILogger log, string reason);
}
