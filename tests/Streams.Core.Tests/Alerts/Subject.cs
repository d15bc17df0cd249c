using System.Buffers;
using System.Collections.Immutable;
using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Core.Tests.Scoring;

namespace Streams.Core.Tests.Alerts;

/// <summary>An account whose findings a test sets and whose ledger it steps through time, saved and loaded at each step.</summary>
internal sealed class Subject(AlertPolicy? policy = null)
{
    private static readonly Rule Where = Some.Rule("D08", RuleGroup.Where, 4.8), Credentials = Some.Rule("D07", RuleGroup.Credentials, 4);

    /// <summary>71 points at the usual prior: a ticket.</summary>
    public static readonly Finding Ticket = Some.Finding(Where), More = Some.Finding(Credentials, subject: "phone");

    public static readonly Finding Name = Some.Finding(Some.D22, weight: 0, subject: "name") with { ReviewOnly = true };

    public AlertState State { get; private set; } = AlertState.Empty;

    public AlertPolicy Policy { get; } = policy ?? AlertPolicy.Default;

    public List<AlertDocument> All { get; } = [];

    public AlertDocument Last => All[^1];

    /// <summary>The document as of a time after the start, with these findings.</summary>
    public static AccountDocument Document(TimeSpan after, RingFact? ring, AllowTable? allow, params Finding[] findings)
    {
        var state = Some.Case(findings);
        if (ring is not null) state.SetRing(ring);
        var context = Some.Context() with { AsOf = Some.Start + (long)after.TotalMilliseconds };
        return state.Evaluate(context with { Tables = context.Tables with { Allow = allow } });
    }

    public ImmutableArray<AlertDocument> At(TimeSpan after, params Finding[] findings) =>
        Step(after, AlertInput.Of(Document(after, null, null, findings)));

    public ImmutableArray<AlertDocument> Hear(TimeSpan after, string status, string? reason, params Finding[] findings) =>
        Step(after, AlertInput.Of(Document(after, null, null, findings)) with
        {
            Triage = new AlertTriage(Last.Id, status, reason, Some.Start),
        });

    public ImmutableArray<AlertDocument> Step(TimeSpan after, AlertInput input)
    {
        var step = AlertLedger.Step(State, input, Policy, Some.Start + (long)after.TotalMilliseconds);
        State = Reloaded(step.State);
        All.AddRange(step.Said);
        return step.Said;
    }

    private static AlertState Reloaded(AlertState state)
    {
        var saved = new ArrayBufferWriter<byte>();
        state.Save(saved);
        ReadOnlySpan<byte> from = [.. saved.WrittenSpan, 42];
        var loaded = AlertState.Load(ref from);
        from.Length.ShouldBe(1);
        var again = new ArrayBufferWriter<byte>();
        loaded.Save(again);
        again.WrittenSpan.SequenceEqual(saved.WrittenSpan).ShouldBeTrue();
        return loaded;
    }
}
