using System.Numerics;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Detections.AnonymiserNetwork;

/// <summary>D04: who signs in through consumer VPNs, proxies or data centres, and how much of the time.</summary>
public sealed class AnonymiserNetworkDetection : AccountDetection<AnonymiserNetworkState>
{
    private enum Line : byte { Open, Hosting, Unnamed, Named }

    private const uint Month = (1u << 30) - 1;

    private readonly AnonymiserNetworkSettings _settings;
    private readonly byte[][] _firstEvent;
    private readonly CountryCode[] _relayCountries;
    private readonly Rule _rule;
    private readonly string _shareThreshold, _relayThreshold;

    public AnonymiserNetworkDetection(AnonymiserNetworkSettings settings)
    {
        _settings = settings;
        _firstEvent = [.. settings.FirstEventProviders.Select(Encoding.UTF8.GetBytes)];
        _relayCountries = [.. settings.RelayCountries.Select(CountryCode.Parse)];
        _rule = new Rule(
            "D04", "anonymiser-network", RuleGroup.Where, settings.ConsumerWeight, TimeSpan.FromDays(30),
            settings.Window,
            ["T1090", "T1572"]);
        _shareThreshold =
            Say.Of($"share ≥ {settings.Share} of logins, ≥ {settings.Events} on ≥ {settings.Days} days of 30");
        _relayThreshold =
            Say.Of($"a named relay at share ≥ {settings.RelayShare} on ≥ {settings.RelayDays} days of 30");
    }

    public override IReadOnlyList<Rule> Rules => [_rule];

    public override ushort StateVersion => 2;

    protected override void Step(ref AnonymiserNetworkState state, AccountStep step)
    {
        // A start that no proof stands behind is a reconnect, not a login.
        if (!step.IsInteractive && step.Activity.Kind != ActivityKind.VpnAuth || !step.TellsPlace) return;
        if (step.OriginIp.IsNone || IsRepeat(ref state, step)) return;
        var line = LineOf(step);
        var allowed = line == Line.Open ? null : AllowedBy(step);
        if (allowed is null) See(ref state.Counted, step, line, null);
        if (step.Tables.Allow is { Rows.Count: > 0 })
            See(ref state.Allowed, step, allowed is null ? Line.Open : line, allowed);
    }

    private void See(ref NetworkTally tally, AccountStep step, Line line, AllowRow? allowed)
    {
        NewDay(ref tally, step.Day);
        if (tally.Logins == ushort.MaxValue) return;
        tally.Logins++;
        if (line == Line.Open) return;
        Count(ref tally, step, line);
        Judge(ref tally, step, line, allowed);
    }

    private bool IsRepeat(ref AnonymiserNetworkState state, AccountStep step)
    {
        var provider = step.Activity[TextField.RelayProvider].Span;
        var ip = step.OriginIp.Hi ^ BitOperations.RotateLeft(step.OriginIp.Lo, 17)
            ^ (provider.IsEmpty ? 0 : Key128.Of(provider).Lo);
        var time = step.Activity.Time;
        if (ip == state.LastIp && time - state.LastTime < _settings.CollapseMinutes * 60_000L) return true;
        state.LastIp = ip;
        state.LastTime = time;
        return false;
    }

    private static Line LineOf(AccountStep step)
    {
        ref readonly var place = ref step.Activity.Place;
        if ((place.Flags & PlaceFlags.AllowedRelay) != 0) return Line.Open;
        if (!step.Activity[TextField.RelayProvider].IsEmpty) return Line.Named;
        return place.Class switch
        {
            NetworkClass.Anonymiser => Line.Unnamed,
            NetworkClass.Hosting => Line.Hosting,
            _ => Line.Open,
        };
    }

    /// <summary>
    /// Security services and cloud desktops stand in data centres too: what is allowed has no part in the share.
    /// </summary>
    private static AllowRow? AllowedBy(AccountStep step) => step.Tables.Allow is not { Rows.Count: > 0 } allow ? null
        : allow.Find("D04", Names(step), Artefacts(step).Select(a => (a.Type, a.Value)), step.Activity.Time);

    private static IEnumerable<string> Names(AccountStep step) =>
        step.Facts is { } facts ? [step.AccountName, facts.Account, .. facts.Names] : [step.AccountName];

    private static Artefact[] Artefacts(AccountStep step)
    {
        ref readonly var place = ref step.Activity.Place;
        var ip = new Artefact("ip", step.OriginIp.ToString());
        return place.Asn == 0
            ? [ip, new Artefact("country", place.Country.ToString())]
            : [ip, new Artefact("asn", Say.Of($"{place.Asn}")), new Artefact("country", place.Country.ToString())];
    }

    /// <summary>A day that is over joins the smoothed sums; days without a login count nothing.</summary>
    private void NewDay(ref NetworkTally state, int day)
    {
        if (state.Today == day) return;
        if (state.Logins > 0)
        {
            var old = 1 - _settings.Smoothing;
            state.Any = old * state.Any + _settings.Smoothing * state.AnyLogins / state.Logins;
            state.Hosting = old * state.Hosting + _settings.Smoothing * state.HostingLogins / state.Logins;
            state.Named = old * state.Named + _settings.Smoothing * state.NamedLogins / state.Logins;
            state.Days = old * state.Days + _settings.Smoothing;
        }

        state.Today = day;
        state.Logins = state.AnyLogins = state.HostingLogins = state.NamedLogins = 0;
    }

    private static void Count(ref NetworkTally state, AccountStep step, Line line)
    {
        if (step.Day - state.AnyLastDay >= 30) state.Events = 0;
        if (state.Events == 0) state.First = step.Evidence;
        state.Events = Math.Min(state.Events, int.MaxValue - 1) + 1;
        state.AnyDays = EpochDay.Mark(state.AnyDays, ref state.AnyLastDay, step.Day) & Month;
        state.AnyLogins++;
        if (line == Line.Hosting) state.HostingLogins++;
        if (line != Line.Named) return;
        state.NamedLogins++;
        state.NamedDays = EpochDay.Mark(state.NamedDays, ref state.NamedLastDay, step.Day) & Month;
    }

    private void Judge(ref NetworkTally state, AccountStep step, Line line, AllowRow? allowed)
    {
        var share = Share(state, state.Any, state.AnyLogins);
        var hosting = Share(state, state.Hosting, state.HostingLogins);
        var named = Share(state, state.Named, state.NamedLogins);
        var days = BitOperations.PopCount(state.AnyDays);

        if (line == Line.Named && state.ClaimedFirstDay != step.Day && IsFirstEventProvider(step))
        {
            state.ClaimedFirstDay = step.Day;
            Raise(step, state, allowed, ProviderOf(step), 1, _settings.FirstEventWeight, share, days,
                "one login through this provider");
        }

        var namedDays = BitOperations.PopCount(state.NamedDays);
        if (line == Line.Named && named >= _settings.RelayShare && namedDays >= _settings.RelayDays
            && state.ClaimedRelayDay != step.Day)
        {
            state.ClaimedRelayDay = step.Day;
            var common = step.Facts is { } facts && Array.IndexOf(_relayCountries, facts.Country) >= 0;
            var weight = common ? _settings.RelayCountryWeight : _settings.RelayWeight;
            Raise(step, state, allowed, ProviderOf(step), 1, weight, named, namedDays, _relayThreshold);
        }

        if (share < _settings.Share || state.Events < _settings.Events || days < _settings.Days
            || state.ClaimedShareDay == step.Day) return;
        state.ClaimedShareDay = step.Day;
        if (hosting > share / 2)
            Raise(step, state, allowed, "a hosting network", 1, _settings.HostingWeight, share, days, _shareThreshold);
        else if (named >= (share - hosting) / 2)
            Raise(step, state, allowed, "a consumer VPN", 1, _settings.ConsumerWeight, share, days, _shareThreshold);
        else
        {
            var strength = _settings.UnnamedStrength;
            Raise(step, state, allowed, "an unnamed VPN", strength, _settings.ConsumerWeight, share, days, _shareThreshold);
        }
    }

    /// <summary>The smoothed share as it would be if the day ended now.</summary>
    private double Share(in NetworkTally state, double sum, int today)
    {
        var old = 1 - _settings.Smoothing;
        return (old * sum + _settings.Smoothing * today / state.Logins) / (old * state.Days + _settings.Smoothing);
    }

    private bool IsFirstEventProvider(AccountStep step)
    {
        foreach (var provider in _firstEvent)
            if (Words.Contains(step.Activity[TextField.RelayProvider].Span, provider)) return true;
        return false;
    }

    private static string ProviderOf(AccountStep step) => step.Activity[TextField.RelayProvider].ToString();

    private void Raise(
        AccountStep step, in NetworkTally state, AllowRow? allowed, string network, double strength, double weight, double share,
        int days,
        string threshold)
    {
        var now = step.Evidence;
        step.Findings.Raise(new FindingDraft
        {
            Rule = _rule,
            Subject = SubjectOf(network, allowed),
            Time = step.Activity.Time,
            Strength = strength,
            Weight = weight,
            Summary = Say.Of($"{Say.Share(share)} of the logins went through {network} or the like: {state.Events} ")
                + Say.Of($"logins on {days} days ")
                + Say.Of($"since {Say.Time(state.First.Time)}, the last at {Say.Time(now.Time)} from {step.OriginIp}."),
            Facts = [new Fact("share", Math.Round(share, 3)), new Fact("days", days),
                new Fact("network", double.NaN, network)],
            Artefacts = [.. Artefacts(step)],
            Evidence = state.First.Equals(now) ? [now] : [state.First, now],
            Threshold = threshold,
            Prevention = Say.Of($"An allow row for D04 on {step.OriginIp} or its network, or a networks row that ")
                + "marks it as an exit of yours.",
        });
    }

    /// <summary>
    /// What each row of the allow table covers is a finding of its own, so that the row covers all of it.
    /// </summary>
    private static Key128 SubjectOf(string network, AllowRow? allowed)
    {
        var subject = Key128.Of(network.ToLowerInvariant());
        return allowed is null ? subject
            : subject.With(Key128.Of(string.Join('\n', allowed.Rule, allowed.Account, allowed.ArtefactType, allowed.Artefact)));
    }
}
