using Streams.Core.Activities;
using Streams.Runtime.Frames;
using Streams.Runtime.Shards;

namespace Streams.Simulation.Service;

/// <summary>What a shard makes of its flow partition, told line by line: the part of a trace that explains a late event.</summary>
internal sealed class FlowTrace(int shard, long gapMaxMs, Action<string> say)
{
    private readonly Watermarks _marks = new([], gapMaxMs);
    private readonly Activity _activity = new();
    private long _edge = long.MinValue;

    public void Saw(long offset, byte[] frame, long now)
    {
        var head = $"shard {shard} offset {offset} at {Text(now)}:";
        switch (FrameHeader.Open(frame))
        {
            case FrameKind.Events:
                var reader = new EventFrameReader(frame, 0, frame.Length);
                var verdict = _marks.Judge(reader.Coverage);
                var c = reader.Coverage;
                say($"{head} source {c.Source} {c.From.Offset}..{c.To.Offset} watermark {Text(c.Watermark)}{(c.Idle ? " idle" : "")}: {verdict}");
                if (verdict != FrameVerdict.Accept) return;
                var mark = _marks.Of(c.Source).Mark;
                while (reader.Next())
                {
                    if (reader.Position <= mark) continue;
                    ActivityCodec.Read(frame, reader.Activity.Start, reader.Activity.Length, _activity);
                    if (_activity.Time <= _edge) say($"{head} LATE {Text(_activity.Time)} edge {Text(_edge)}");
                }

                _marks.Apply(c);
                break;
            case FrameKind.Clock:
                var clock = ClockFrame.Decode(frame);
                _marks.Tick(clock.Time);
                say($"{head} clock {Text(clock.Time)} newest {Text(_marks.Newest)}");
                break;
            case FrameKind.Sources:
                _marks.Expect([.. SourcesFrame.Decode(frame).Sources]);
                say($"{head} sources {_marks.Sources.Count}");
                break;
            default:
                return;
        }

        if (_marks.Current != Coverage.NoWatermark) _edge = Math.Max(_edge, _marks.Current - ServiceRun.LatenessMs);
    }

    private static string Text(long ms) => ms is long.MinValue ? "-" : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("dd'T'HH:mm:ss");
}
