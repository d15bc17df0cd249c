using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Streams.Core.Activities;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Detections;

/// <summary>
/// A detection over one account: state × activity × settings → state′ × findings. Steps come in order of (event time,
/// event id);
/// lateness is not its business. Its state is one unmanaged value in the account's block, so a snapshot is a copy of
/// bytes.
/// </summary>
public abstract class AccountDetection
{
    /// <summary>The rules that it may raise; none for a fold that only keeps sightings.</summary>
    public abstract IReadOnlyList<Rule> Rules { get; }

    public abstract int StateSize { get; }

    /// <summary>Raised when the layout of the state changes: an older snapshot is then refused.</summary>
    public virtual ushort StateVersion => 1;

    public abstract void Step(Span<byte> state, AccountStep step);

    /// <summary>
    /// A UTC day of the account is over (called once for each day that had an event, before anything of a later day).
    /// </summary>
    public abstract void CloseDay(Span<byte> state, AccountStep step, int epochDay);

    /// <summary>An event older than the sealed edge: only what does not move the detection's clock.</summary>
    public abstract void Late(Span<byte> state, AccountStep step);
}

public abstract class AccountDetection<TState> : AccountDetection where TState : unmanaged
{
    public sealed override int StateSize => Unsafe.SizeOf<TState>();

    public sealed override void Step(Span<byte> state, AccountStep step) =>
        Step(ref MemoryMarshal.AsRef<TState>(state), step);

    public sealed override void CloseDay(Span<byte> state, AccountStep step, int epochDay) =>
        CloseDay(ref MemoryMarshal.AsRef<TState>(state), step, epochDay);

    public sealed override void Late(Span<byte> state, AccountStep step) =>
        Late(ref MemoryMarshal.AsRef<TState>(state), step);

    protected abstract void Step(ref TState state, AccountStep step);

    protected virtual void CloseDay(ref TState state, AccountStep step, int epochDay)
    {
    }

    protected virtual void Late(ref TState state, AccountStep step)
    {
    }
}

/// <summary>What a step sees. One is owned by each shard and filled again for each event.</summary>
public sealed class AccountStep
{
    private const int TextBits = 10, SpareMax = 64;

    private readonly Stack<Sighting> _spare = new();
    private (Key128 Artefact, string? Text)[]? _texts;
    private EvidenceRef _evidence;
    private bool _hasEvidence;

    /// <summary>
    /// The event, its place already unmasked. During <see cref="AccountDetection.CloseDay"/>: the last event seen, not
    /// to be read.
    /// </summary>
    public Activity Activity { get; set; } = null!;

    public Key128 Account { get; set; }

    /// <summary>Declared facts, or null where there is no directory row.</summary>
    public DirectoryRow? Facts { get; set; }

    public Tables Tables { get; set; } = Tables.Empty;

    /// <summary>The event is the human clock's (detections.md §3 rule 2). Set by the engine.</summary>
    public bool IsPresence { get; set; }

    /// <summary>
    /// As <see cref="IsPresence"/>, but of service and shared accounts too: somebody acted. Set by the engine.
    /// </summary>
    public bool IsInteractive { get; set; }

    /// <summary>
    /// The event tells where somebody is: interactive, or the VPN's start, resume or accepted credential; never a
    /// failure. Whether the
    /// place is known, and is the address's own, is the place's to say. Set by the engine.
    /// </summary>
    public bool TellsPlace { get; set; }

    /// <summary>
    /// The address that the place belongs to: the event's own, the VPN connection's where egress traffic inherited it
    /// (the place then
    /// keeps <see cref="PlaceFlags.Egress"/> or <see cref="PlaceFlags.Inside"/>), or none where it is unknown. Set by
    /// the engine.
    /// </summary>
    public IpAddress OriginIp { get; set; }

    /// <summary>The event's device. Set by the engine.</summary>
    public DeviceMark Device { get; set; }

    /// <summary>The event's session inside its namespace; 0 where it names none. Set by the engine.</summary>
    public ulong Session { get; set; }

    /// <summary>How many of the event's commits are agents' or bots'. Set by the engine.</summary>
    public int AgentCommits { get; set; }

    /// <summary>The event as evidence, made when it is first asked for; its place is the unmasked one.</summary>
    public ref readonly EvidenceRef Evidence
    {
        get
        {
            if (!_hasEvidence)
            {
                _evidence = EvidenceRef.Of(Activity);
                _hasEvidence = true;
            }

            return ref _evidence;
        }
    }

    /// <summary>UTC day of the event. Set by the engine.</summary>
    public int Day { get; set; }

    /// <summary>
    /// At least one commit of the event was never seen before. Set by the caller, which remembers them.
    /// </summary>
    public bool FirstSeenCommits { get; set; } = true;

    /// <summary>
    /// A commit that a push has already shown: its push is the human clock's, not it. Set by the caller.
    /// </summary>
    public bool AlreadyPushed { get; set; }

    /// <summary>
    /// What every detection may read of the account; written by the profile's own step, before theirs.
    /// </summary>
    public AccountProfile Profile;

    public FindingLedger Findings { get; set; } = new();

    /// <summary>Facts for the artefacts' shards that this step changed.</summary>
    public List<Sighting> Sightings { get; } = [];

    /// <summary>One more fact, to be filled whole.</summary>
    internal Sighting AddSighting()
    {
        if (!_spare.TryPop(out var fact)) fact = Sighting.Blank();
        Sightings.Add(fact);
        return fact;
    }

    /// <summary>The facts were told, or never will be, and nobody holds them: they are filled again.</summary>
    public void ForgetSightings()
    {
        foreach (var told in Sightings)
            if (_spare.Count < SpareMax) _spare.Push(told);
        Sightings.Clear();
    }

    /// <summary>An artefact's text, made once for what comes day after day.</summary>
    internal string TextOf(in SeenArtefact seen, IpAddress line)
    {
        // A phone's key is of its digits: several texts share it.
        if (seen.Type == ArtefactType.Phone) return seen.Text(Activity, line);
        _texts ??= new (Key128, string?)[1 << TextBits];
        ref var known = ref _texts[(int)(seen.Key.Hi >> (64 - TextBits))];
        if (known.Text is null || known.Artefact != seen.Key) known = (seen.Key, seen.Text(Activity, line));
        return known.Text;
    }

    /// <summary>For the tenant's stage; the caller empties it.</summary>
    public List<TenantReport> Reports { get; } = [];

    /// <summary>The account's text, for what people read.</summary>
    public string AccountName { get; set; } = "";

    /// <summary>The engine begins with another event.</summary>
    internal void Begin(int day)
    {
        Day = day;
        _hasEvidence = false;
    }
}
