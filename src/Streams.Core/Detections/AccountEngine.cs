using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streams.Core.Detections;

/// <summary>
/// Folds events into one account's block of bytes: its profile first, then every detection's state at a fixed offset. A
/// copy of the
/// bytes is a copy of the account. Not for two threads at once only because a step isn't: the engine itself keeps
/// nothing.
/// </summary>
public sealed class AccountEngine
{
    private readonly AccountDetection[] _detections;
    private readonly StateLayout[] _layout;
    private readonly AccountRetention _retention;

    public AccountEngine(IReadOnlyList<AccountDetection> detections, AccountRetention? retention = null)
    {
        _retention = retention ?? AccountRetention.Default;
        _detections = [.. detections];
        _layout = new StateLayout[_detections.Length + 1];
        _layout[0] = new StateLayout("profile", 1, 0, Unsafe.SizeOf<AccountProfile>());
        for (var i = 0; i < _detections.Length; i++)
        {
            var detection = _detections[i];
            var name = detection.GetType().Name;
            _layout[i + 1] = new StateLayout(name, detection.StateVersion, End(_layout[i]), detection.StateSize);
        }

        BlockSize = End(_layout[^1]);
    }

    /// <summary>Bytes an account; a new account's are all zero.</summary>
    public int BlockSize { get; }

    /// <summary>What stands where: a snapshot carries it, so that another program's is recognised.</summary>
    public ReadOnlySpan<StateLayout> Layout => _layout;

    public IEnumerable<Rule> Rules => _detections.SelectMany(detection => detection.Rules);

    /// <summary>The next event in order of (event time, event id).</summary>
    public void Step(Span<byte> block, AccountStep step)
    {
        ref var profile = ref ProfileOf(block);
        step.Begin(EpochDay.Of(step.Activity.Time));
        if (step.Findings.Current.IsEmpty && _retention.IsOver(profile, step.Facts is not null, step.Day)) block.Clear();
        Roll(block, ref profile, step, step.Day);
        if (step.Day > profile.OpenDay) profile.OpenDay = step.Day;
        ProfileFold.Step(ref profile, step);
        step.Profile = profile;
        for (var i = 0; i < _detections.Length; i++) _detections[i].Step(StateOf(block, i), step);
    }

    /// <summary>
    /// Time has come to <paramref name="epochDay"/> without an event: days before it are over. The same as what the
    /// next event would do.
    /// </summary>
    public void Advance(Span<byte> block, AccountStep step, int epochDay) =>
        Roll(block, ref ProfileOf(block), step, epochDay);

    /// <summary>An event older than the sealed edge.</summary>
    public void Late(Span<byte> block, AccountStep step)
    {
        ref var profile = ref ProfileOf(block);
        step.Begin(EpochDay.Of(step.Activity.Time));
        ProfileFold.Late(ref profile, step);
        step.Profile = profile;
        for (var i = 0; i < _detections.Length; i++) _detections[i].Late(StateOf(block, i), step);
    }

    public static ref AccountProfile ProfileOf(Span<byte> block) =>
        ref MemoryMarshal.AsRef<AccountProfile>(block[..Unsafe.SizeOf<AccountProfile>()]);

    private void Roll(Span<byte> block, ref AccountProfile profile, AccountStep step, int epochDay)
    {
        var open = profile.OpenDay;
        if (open == 0 || open >= epochDay) return;
        profile.OpenDay = 0;
        step.Profile = profile;
        for (var i = 0; i < _detections.Length; i++) _detections[i].CloseDay(StateOf(block, i), step, open);
    }

    private Span<byte> StateOf(Span<byte> block, int detection) =>
        block.Slice(_layout[detection + 1].Offset, _layout[detection + 1].Size);

    // Eight-byte boundaries, whatever a state's size is.
    private static int End(StateLayout state) => (state.Offset + state.Size + 7) & ~7;
}
