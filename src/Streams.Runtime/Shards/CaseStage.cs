using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Alerts;
using Streams.Core.Detections;
using Streams.Core.Detections.NoSleepGap;
using Streams.Core.Formats;
using Streams.Core.Rings;
using Streams.Core.Scoring;
using Streams.Runtime.Alerts;
using Streams.Runtime.Deliver;
using Streams.Runtime.Frames;
using Streams.Runtime.Logs;
using Streams.Runtime.Tenants;

namespace Streams.Runtime.Shards;

/// <summary>The cases of a shard: one for each account of which anything was ever said.</summary>
public sealed class CaseStage(PipelineContext context, int shard, FactOutbox outbox)
{
    private readonly Published _published = new(shard);
    private readonly AlertBook _alerts = new(shard, context);
    private readonly Dictionary<string, Key128> _byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Key128, CaseState> _cases = [];
    private readonly Dictionary<Key128, ImmutableArray<Finding>> _own = [];
    private readonly Dictionary<Key128, OwnFact> _told = [];
    private readonly Dictionary<(CountryCode Country, long Day), double> _nightLosses = [];
    private readonly Dictionary<long, double> _fullHours = [];
    private readonly Dictionary<Key128, long> _suspended = [];
    private readonly HashSet<Key128> _retold = [];
    private readonly HashSet<Key128> _dirty = [];
    private readonly HashSet<Key128> _changed = [];

    /// <summary>Those that were to be looked at when they were saved last.</summary>
    private readonly HashSet<Key128> _savedPending = [];
    private PipelineContext _context = context;
    private readonly Dictionary<Key128, (TenantAggregate Said, long Version)> _aggregates = [];
    private readonly FactBytes _bytes = new();

    public int Count => _cases.Count;

    /// <summary>Told of every document that is made (null: none is shown), and whether it is the first of a day.</summary>
    public Action<Key128, AccountDocument?, bool>? Shown { get; init; }

    /// <summary>Everything that is told from here on is told for the first time: it is counted.</summary>
    public void GoLive() => _published.Counts = _alerts.Counts = _context.Metrics;

    /// <summary>What the account's own fold says now.</summary>
    public void SetOwn(Key128 account, string name, ImmutableArray<Finding> findings)
    {
        if (findings.IsEmpty && !_cases.ContainsKey(account)) return;
        if (_own.TryGetValue(account, out var before) && before.Equals(findings)) return;
        _own[account] = findings;
        Of(account, name);
        _retold.Add(account);
    }

    public void SetArtefact(Key128 account, string name, Key128 artefact, ImmutableArray<Finding> findings, long version)
    {
        if (Of(account, name).SetArtefact(artefact, findings, version)) Touch(account);
    }

    public void SetRing(Key128 account, string name, RingFact? ring, long version)
    {
        if (Of(account, name).SetRing(ring, version)) Touch(account);
    }

    /// <summary>A name was seen for the first time: the document lists it.</summary>
    public void Renamed(Key128 account)
    {
        if (_cases.ContainsKey(account)) Touch(account);
    }

    /// <summary>Nothing is said of it, neither to analysts nor to whoever is on call.</summary>
    public bool IsQuiet(Key128 account) => !_cases.TryGetValue(account, out var state)
        || (state.Findings.IsEmpty && state.Ring is null && _own.GetValueOrDefault(account, []).IsEmpty
            && _published.JsonOf(account).Length == 0 && !_alerts.Known.Contains(state.Name));

    /// <summary>Findings may stand still while the account goes on: its document follows.</summary>
    public void FollowEvents(Func<Key128, long> eventsOf) => _changed.UnionWith(_published.Behind(eventsOf));

    /// <summary>Other tables and settings hold: everything is judged anew.</summary>
    public void Use(PipelineContext context)
    {
        _context = context;
        _retold.UnionWith(_own.Keys);
        foreach (var account in _cases.Keys) Touch(account);
    }

    /// <summary>
    /// Cases changed since the last snapshot cycle: what artefacts and the ring say of them, with versions.
    /// </summary>
    public IEnumerable<(Key128 Account, byte[] Payload)> Save()
    {
        var to = new ByteWriter();
        foreach (var account in _dirty.Order())
        {
            var state = _cases[account];
            to.Reset();
            to.Block(System.Text.Encoding.UTF8.GetBytes(state.Name));
            to.Int64(state.RingVersion);
            to.Block(_bytes.Of(state.Ring));
            to.Int32(state.Artefacts.Count);
            foreach (var (artefact, said) in state.Artefacts)
            {
                to.Struct(artefact);
                to.Int64(said.Version);
                to.Block(_bytes.Of(said.Findings));
            }

            to.Block(_published.JsonOf(account));
            // An owner after this one looks at it at the same clock, neither before nor never.
            var isPending = _changed.Contains(account);
            to.Byte((byte)(isPending ? 1 : 0));
            if (isPending) _savedPending.Add(account);
            else _savedPending.Remove(account);

            yield return (account, to.ToArray());
        }

        _dirty.Clear();
    }

    public void Load(Key128 account, ReadOnlySpan<byte> payload, Func<string, Rule?> ruleOf)
    {
        var from = new ByteReader(payload);
        var state = Of(account, System.Text.Encoding.UTF8.GetString(from.Block()));
        var ringVersion = from.Int64();
        var ring = FactCodec.ReadRing(from.Block());
        if (ringVersion != long.MinValue) state.SetRing(ring, ringVersion);
        for (var count = from.Int32(); count > 0; count--)
        {
            var artefact = from.Struct<Key128>();
            var version = from.Int64();
            state.SetArtefact(artefact, FactCodec.ReadFindings(from.Block(), ruleOf), version);
        }

        _published.Load(account, from.Block());
        _dirty.Add(account);
        if (from.Remaining == 0 || from.Byte() != 0) _changed.Add(account);
    }

    /// <summary>
    /// Everything is loaded. What accounts say of themselves is what they said when it was written: it is told to the
    /// ring again, and changes no case that was loaded.
    /// </summary>
    public void Loaded(ILog log, long version)
    {
        var pending = _changed.Concat(_retold.Where(account => !_dirty.Contains(account))).ToHashSet();
        Tell(log, version);
        _changed.IntersectWith(pending);
    }

    /// <summary>The tenant's aggregates, for the header of a snapshot.</summary>
    public void SaveAggregates(ByteWriter to)
    {
        to.Int32(_aggregates.Count);
        foreach (var (said, version) in _aggregates.Values)
        {
            to.Int64(version);
            to.Block(TenantReports.Encode(said));
        }
    }

    public void LoadAggregates(ref ByteReader from)
    {
        for (var count = from.Int32(); count > 0; count--)
        {
            var version = from.Int64();
            Apply(TenantReports.DecodeAggregate(from.Block()), version);
        }
    }

    /// <summary>An aggregate of the tenant changes what claims are worth; all cases are told anew.</summary>
    public void Apply(in TenantAggregate aggregate, long version)
    {
        if (_aggregates.TryGetValue(aggregate.Key, out var known) && known.Version > version) return;
        _aggregates[aggregate.Key] = (aggregate, version);
        if (known.Said == aggregate) return;
        if (aggregate.Kind == TenantAggregateKind.NightLoss)
            _nightLosses[(aggregate.Country, aggregate.Time / EpochDay.Ms)] = aggregate.Value;
        else if (aggregate.Kind == TenantAggregateKind.NightFullHours)
            _fullHours[aggregate.Time / EpochDay.Ms] = aggregate.Value;
        else _suspended[aggregate.Entry] = aggregate.Time;
        _retold.UnionWith(_own.Keys);
    }

    /// <summary>
    /// Own findings as corrected by the tenant go into the cases, and what the rings read of them to the ring.
    /// </summary>
    public void Tell(ILog log, long version)
    {
        if (_retold.Count == 0) return;
        foreach (var account in _retold.Order())
        {
            var state = _cases[account];
            state.SetOwn(Corrected(account, _own.GetValueOrDefault(account, [])), version);
            Touch(account);
            var fact = state.ToOwnFact(_context.Tables);
            if (_told.TryGetValue(account, out var before) ? before.Equals(fact) : fact.Rules.IsEmpty) continue;
            _told[account] = fact;
            outbox.ToRing(log, FactType.Member, account, version, _bytes.Of(fact with { Version = version }));
        }

        _retold.Clear();
    }

    /// <summary>Newest event day as of which everything was told.</summary>
    public int PublishedDay { get; set; }

    /// <summary>
    /// Writes the documents of cases that changed, and of all where everything is asked for or a day has passed, which
    /// decay moves. An account without a finding has a document only where all accounts are asked for.
    /// </summary>
    public void Publish(ILog log, long asOf, long version, bool everything, Func<Key128, AccountProfileFact?> profileOf)
    {
        var isAsked = everything;
        var isNewDay = EpochDay.Of(asOf) > PublishedDay;
        everything |= isNewDay;
        foreach (var due in _alerts.Due(asOf)) Reconsider(due);
        if (!everything && _changed.Count == 0) return;
        var about = About(asOf);
        foreach (var state in everything ? _cases.Values : _changed.Order().Select(account => _cases[account]))
        {
            if (profileOf(state.Account) is { } profile) state.SetProfile(profile);
            var isShown = _context.AllAccounts || !state.Findings.IsEmpty;
            var document = isShown ? state.Evaluate(about) : null;
            if (_published.Tell(log, state, document, _context.DocumentVersion(version), isAsked)) _dirty.Add(state.Account);
            Shown?.Invoke(state.Account, document, isNewDay);
            Alert(log, state, document, asOf, version);
        }

        Told(asOf);
    }

    /// <summary>This owner or one before has told everything as of then.</summary>
    public void Told(long asOf)
    {
        PublishedDay = Math.Max(EpochDay.Of(asOf), PublishedDay);
        _changed.Clear();
        _dirty.UnionWith(_savedPending);
        _savedPending.Clear();
    }

    /// <summary>A person's verdict; the ledger that it is meant for knows its own.</summary>
    public void Triaged(ILog log, AlertTriage triage, long asOf, long version, Func<Key128, AccountProfileFact?> profileOf)
    {
        foreach (var name in _alerts.Known.ToList())
        {
            if (!_byName.TryGetValue(name, out var account)) continue;
            var state = _cases[account];
            if (profileOf(account) is { } profile) state.SetProfile(profile);
            var input = state.Findings.IsEmpty ? AlertInput.Gone(AlertSubject.Account(name)) : AlertInput.Of(state.Evaluate(About(asOf)));
            _alerts.Step(log, input with { Triage = triage }, asOf, version);
        }
    }

    public IEnumerable<(Key128 Entity, long Applied, byte[] Payload)> SaveAlerts(long offset) => _alerts.SaveChanged(offset);

    public void LoadAlert(ReadOnlySpan<byte> payload, long applied) => _alerts.Load(payload, applied);

    private void Reconsider(string name)
    {
        if (_byName.TryGetValue(name, out var account)) _changed.Add(account);
    }

    private void Alert(ILog log, CaseState state, AccountDocument? document, long asOf, long version)
    {
        var isShown = document is not null && document.Findings.Count > 0;
        if (!isShown && !_alerts.Known.Contains(state.Name)) return;
        var input = isShown ? AlertInput.Of(document!) : AlertInput.Gone(AlertSubject.Account(state.Name));
        _alerts.Step(log, input, asOf, version);
    }

    private CaseContext About(long asOf) => new()
    {
        AsOf = asOf,
        Sources = _context.SourceNames,
        Tables = _context.Tables,
        FormatName = FormatCatalogue.NameOf,
        Settings = _context.Set.Score,
        RingTicketScore = _context.Set.Rings.TicketScore,
    };

    /// <summary>It is to be looked at, and a snapshot before then says so.</summary>
    private void Touch(Key128 account)
    {
        _dirty.Add(account);
        _changed.Add(account);
    }

    public CaseState Of(Key128 account, string name)
    {
        if (!_cases.TryGetValue(account, out var state))
        {
            _cases.Add(account, state = new CaseState(account, name));
            _byName[name] = account;
        }

        return state;
    }

    private ImmutableArray<Finding> Corrected(Key128 account, ImmutableArray<Finding> findings)
    {
        if (_aggregates.Count == 0) return findings;
        var country = _context.Tables.Directory?.Find(account)?.Country ?? default;
        var result = ImmutableArray.CreateBuilder<Finding>(findings.Length);
        foreach (var finding in findings)
            if (Corrected(finding, country.IsNone ? SeenIn(finding) : country) is { } kept) result.Add(kept);
        return result.ToImmutable();
    }

    /// <summary>
    /// Where no country is declared, the newest evidence's: the night's cohort is told in the same way.
    /// </summary>
    private static CountryCode SeenIn(Finding finding)
    {
        for (var i = finding.Evidence.Length - 1; i >= 0; i--)
            if (!finding.Evidence[i].Country.IsNone) return finding.Evidence[i].Country;
        return default;
    }

    /// <summary>
    /// A country that sleeps less has lost it to its calendar; an entry that matches many is somebody's exit.
    /// </summary>
    private Finding? Corrected(Finding finding, CountryCode country)
    {
        if (finding.Rule.Id == "D22" && _suspended.ContainsKey(finding.Subject))
            return finding with
            {
                ReviewOnly = true,
                PagesAlone = false,
                LevelFloor = null,
                Facts = finding.Facts.Add(new Fact("suspended", double.NaN, "matches too many accounts")),
                Summary = finding.Summary + " The entry matched more accounts in a day than one crew has and is suspended: "
                    + "it counts for nothing until somebody has looked at it.",
            };
        return finding.Rule.Id == "D11" ? OfTheNight(finding, country) : finding;
    }

    private Finding? OfTheNight(Finding finding, CountryCode country)
    {
        var settings = _context.Set.Detections.NoSleepGap;
        var claims = ImmutableArray.CreateBuilder<Claim>(finding.Claims.Length);
        var isOwn = false;
        foreach (var claim in finding.Claims)
        {
            var day = claim.Time / EpochDay.Ms;
            var loss = country.IsNone ? 0 : _nightLosses.GetValueOrDefault((country, day));
            var full = Math.Min(settings.FullHours, _fullHours.GetValueOrDefault(day, settings.FullHours));
            if (loss == 0 && full == settings.FullHours) claims.Add(claim);
            else if (NightCohort.Corrected(claim, loss, full, settings) is { } kept) claims.Add(kept);
            isOwn |= full < settings.FullHours;
        }

        if (claims.Count == 0) return null;
        return finding with
        {
            Claims = claims.ToImmutable(),
            ThresholdOrigin = isOwn ? "the tenant's own 0.3 % quantile" : finding.ThresholdOrigin,
        };
    }
}
