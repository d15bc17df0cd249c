using System.Text;
using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Ingest;
using Streams.Runtime.Logs;
using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Scenarios;

/// <summary>Sign-ins of one source and clocks into a deployment of one shard, each worked through before the next.</summary>
internal sealed class OneShard
{
    private readonly SeededRuntime _runtime;
    private readonly PipelineContext _context;
    private readonly Router _router;
    private readonly SourceDecoder _decoder;
    private long _offset;

    public OneShard(SeededRuntime runtime, PipelineContext context)
    {
        (_runtime, _context) = (runtime, context);
        _router = new Router(context.Topology, 0, Position.Start);
        _decoder = new SourceDecoder(new SourcePartition(0, new Partition("source", 0)), context, new IngestSettings(), _router);
        _decoder.Use(context.Set, runtime.Log);
    }

    public void SignIn(string who, double hour)
    {
        var line = Encoding.UTF8.GetBytes(Okta(At(2, hour), who, Places.Denver, "x"));
        _decoder.Decode(new LogRecord(_offset, line, 0, line.Length), _runtime.Log);
        _decoder.FlushNames(_runtime.Log);
        _router.Flush(_runtime.Log, Position.EndOf(_offset++), _decoder.Watermark, idle: false);
        _runtime.RunUntilIdle();
    }

    public void Clock(long ms)
    {
        _runtime.Log.Append(_context.Topology.Shard(0), new ClockFrame(Ms(At(2, 12)) + ms, SealAll: false).Encode());
        _runtime.RunUntilIdle();
    }
}
