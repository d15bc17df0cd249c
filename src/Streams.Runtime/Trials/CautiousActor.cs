using Streams.Runtime.Actors;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;

namespace Streams.Runtime.Trials;

/// <summary>
/// Finds the record that ends the whole process (stack overflow, out of memory), and leaves it out. In ordinary times
/// it only notes that somebody is at work. Where two processes in a row ended without a word it gives its actor a few
/// records at a time and says before, durably, which; where one ended in the middle of some, it gives those one event
/// at a time; and what three processes ended at is set aside. A kill from outside meets the same event three times as
/// good as never: a suspect is stepped after a pause, alone in its process, and named only for as long as that takes.
/// </summary>
public sealed class CautiousActor(IActor inner, Partition partition, PipelineContext context, Caution caution) : IActor
{
    private const int TriesMax = 3, DwellMs = 1_000, TurnMs = 20, EarlyMs = 50, Mark = -1, Calm = -2, Written = -3;
    private readonly Queue<LogRecord> _records = new();
    private readonly Queue<TrialUnit> _fine = new();
    private TrialBook _book = null!;
    private CautiousContext _inside = null!;
    private IActorContext _actor = null!;
    private TrialUnit? _unit;
    private TrialUnit? _given;
    private bool _isMarked;
    private bool _hasTurn;
    private bool _hasDwelt;
    private bool _isLeaving;
    private int _awaited;
    private long _wakeAt;
    private long _end = -1;
    private long _next;

    public void Start(IActorContext actor)
    {
        _actor = actor;
        _inside = new CautiousContext(actor, partition, Stopped);
        caution.Release(actor.Self);
        _book = TrialBook.Open(actor.Log, partition, context, caution);
        inner.Start(_inside);
        if (_book.Ends > 0) actor.Log.AskEnd(partition, actor.Self);
    }

    public void Receive(in Message message, IActorContext actor)
    {
        switch (message.Kind)
        {
            case MessageKind.Records when message.Batch!.Partition == partition && (_book.IsOn || IsCut(message.Batch)):
                foreach (var record in message.Batch.Records) _records.Enqueue(record);
                break;
            case MessageKind.Records when message.Batch!.Partition == partition && message.Batch.Records.Count > 0:
                _next = message.Batch.Next;
                inner.Receive(message, _inside);
                break;
            case MessageKind.Acknowledged when _awaited != 0 && message.Number == _awaited:
                Acknowledged(actor);
                break;
            case MessageKind.Acknowledged when message.Number < 0:
                // Of an earlier question.
                break;
            case MessageKind.Wake when _wakeAt != 0 && actor.Now >= _wakeAt - EarlyMs:
                // Alarms may ring a little early, and the inner one's at about the same time: each is told of one.
                _wakeAt = 0;
                break;
            case MessageKind.Leave when IsAtIt:
                // In the middle of a record nothing is kept of it; that this one goes is no end of a process.
                _isLeaving = true;
                _book.Leave(actor.Log);
                actor.Stop();
                return;
            case MessageKind.End:
                _end = message.Number;
                inner.Receive(message, _inside);
                break;
            default:
                inner.Receive(message, _inside);
                break;
        }

        Advance(actor);
    }

    private bool IsAtIt => _unit is not null || _given is not null || _fine.Count > 0 || _records.Count > 0;

    private bool IsCut(LogBatch batch) => _book.HasSetAside && batch.Records.Exists(r => _book.IsSetAside(r.Offset));

    private bool IsWaiting => _awaited != 0 || _wakeAt != 0 || _inside.IsHeld || inner is IStepped { IsBusy: true };

    private void Advance(IActorContext actor)
    {
        while (!_isLeaving && !IsWaiting)
        {
            if (_given is { } given)
            {
                (_given, _hasDwelt) = (null, false);
                _next = given.To;
                _book.Done(given);
            }

            _unit ??= NextUnit();
            if (_unit is null)
            {
                if (_hasTurn) Rest(actor);
                if (_awaited != 0) break;
                if (_book.Ends > 0 && _end >= 0 && _next >= _end) _book.IsWell(actor.Log);
                break;
            }

            Begin(_unit, actor);
        }

        // What was taken out of the mailbox is bounded: by one batch.
        _inside.Keep(IsAtIt);
    }

    private TrialUnit? NextUnit()
    {
        if (_fine.TryDequeue(out var fine)) return fine;
        if (!_records.TryPeek(out var record)) return null;
        if (!IsFine(record)) return TrialUnit.Coarse(_records, next => !IsFine(next));
        foreach (var unit in TrialUnit.Fine(_records.Dequeue(), isFrame: partition.Topic == Topics.Flow)) _fine.Enqueue(unit);
        return _fine.Dequeue();
    }

    private bool IsFine(LogRecord record) => _book.IsSuspected(record.Offset) || _book.IsSetAside(record.Offset);

    private void Begin(TrialUnit unit, IActorContext actor)
    {
        if (_isMarked || !_book.IsOn || (unit.IsFine && _book.IsSetAside(unit.Suspect)))
        {
            Give(unit, actor);
            return;
        }

        if (!unit.IsFine)
        {
            if (_hasTurn) Rest(actor);
            else if (_book.HasRange) Give(unit, actor);
            else Await(Mark, _book.Begin(unit), actor);
            return;
        }

        var tries = _book.TriesOf(unit.Suspect);
        // What follows from all of a frame is prevented by leaving out all of it, before its first.
        var isWhole = _book.TriesOf(unit.Suspect with { Part = Suspect.Rest }) >= TriesMax;
        if (tries >= TriesMax || isWhole)
        {
            _book.SetAside(isWhole ? unit.OfAll() : unit, actor.Log);
            Await(Written, null, actor);
        }
        else if (tries > 0 && !_hasDwelt)
        {
            // Nothing is named while it waits: who is killed now was not killed by this.
            _hasDwelt = true;
            Rest(actor);
        }
        else if (caution.TryTake(actor.Self))
        {
            _hasTurn = true;
            Await(Mark, _book.Begin(unit), actor);
        }
        else
        {
            Wait(TurnMs, actor);
        }
    }

    private void Give(TrialUnit unit, IActorContext actor)
    {
        (_unit, _isMarked, _given) = (null, false, unit);
        var batch = new LogBatch { Partition = partition, IsTrial = true };
        batch.Records.AddRange(_book.Left(unit));
        if (batch.Records.Count > 0) inner.Receive(new Message(MessageKind.Records, batch), _inside);
    }

    /// <summary>Nothing is being stepped; another partition may have its turn once that is known.</summary>
    private void Rest(IActorContext actor) => Await(Calm, _book.Calm(), actor);

    private void Await(int token, TrialFrame? frame, IActorContext actor)
    {
        if (frame is not null) _book.Write(frame, actor.Log);
        _awaited = token;
        actor.Log.Barrier(actor.Self, token);
    }

    private void Acknowledged(IActorContext actor)
    {
        var token = _awaited;
        _awaited = 0;
        if (token == Mark) _isMarked = true;
        if (token != Calm) return;
        _hasTurn = false;
        caution.Release(actor.Self);
        if (_hasDwelt) Wait(DwellMs, actor);
    }

    private void Wait(int ms, IActorContext actor)
    {
        _wakeAt = actor.Now + ms;
        actor.Wake(ms);
    }

    private void Stopped()
    {
        caution.Release(_actor.Self);
        if (!_isLeaving) _book.Close(_actor.Log);
        _isLeaving = true;
    }
}
