using System.Collections.Immutable;
using System.Globalization;
using Streams.Core.Activities;
using Streams.Core.Rings;
using Streams.Core.Scoring;

namespace Streams.Core.Detections.SharedDevice;

/// <summary>Who shares a device, an authenticator, a phone or a key, and how much that says.</summary>
internal static class SharedDeviceDetector
{
    public static IEnumerable<(Key128 Account, Finding Finding)> Find(ArtefactView view)
    {
        var weight = SharedDeviceRule.WeightOf(view.Type);
        if (weight == 0 || view.Members.Length < 2) yield break;
        var isSharedHost = IsSharedHost(view);
        foreach (var member in view.Members)
        {
            var others = view.Members.Where(other => Shares(view, member, other)).ToList();
            if (others.Count > 0) yield return (member.Account, Raise(view, member, others, weight, isSharedHost));
        }
    }

    /// <summary>Shared hosts never link; hubs are the rings' own business.</summary>
    public static EdgeFact Edge(ArtefactView view)
    {
        var isSharedHost = IsSharedHost(view);
        var members = view.Members
            .Where(member => !isSharedHost && view.Members.Any(other => Shares(view, member, other)));
        return new EdgeFact
        {
            Artefact = view.Artefact,
            Type = view.Type,
            Value = view.Value,
            Degree = view.Degree,
            Members =
            [
                .. members.Select(member => new EdgeMember(
                    member.Account, member.Seen.AccountName, member.Seen.Person, member.Seen.First, member.Seen.Last,
                        member.Seen.NeverAtHome)),
            ],
        };
    }

    private static bool Shares(ArtefactView view, ArtefactMember a, ArtefactMember b) =>
        !a.IsSamePerson(b) && view.IsTogether(a.Seen, b.Seen) && !IsHelpdesk(view.Settings, a.Seen, b.Seen);

    /// <summary>One of the two was there only for the hour in which the thing was enrolled for the other.</summary>
    private static bool IsHelpdesk(SharingSettings settings, Sighting a, Sighting b)
    {
        var hour = settings.HelpdeskMinutes * 60_000L;
        var isBrief = a.Last - a.First <= hour || b.Last - b.First <= hour;
        var isEnrolment = a.FirstEvidence.Kind == ActivityKind.DeviceEnrol
            || b.FirstEvidence.Kind == ActivityKind.DeviceEnrol;
        return isBrief && isEnrolment && Math.Abs(a.First - b.First) <= hour;
    }

    /// <summary>Servers, offices' and data centres' machines, clones of one image: many people's, and no crew's.</summary>
    private static bool IsSharedHost(ArtefactView view)
    {
        if (view.Type is not (ArtefactType.Device or ArtefactType.BrowserHash)) return false;
        if (view.Members.Any(member => member.Seen.SharedHost)) return true;
        for (var i = 0; i < view.Members.Length; i++)
            for (var j = i + 1; j < view.Members.Length; j++)
                if (!view.Members[i].IsSamePerson(view.Members[j])
                    && view.Members[i].Seen.Uses.IsApart(view.Members[j].Seen.Uses, view.Settings.SharedHostMinutes))
                    return true;
        return false;
    }

    private static Finding Raise(ArtefactView view, ArtefactMember own, List<ArtefactMember> others, double weight,
        bool isSharedHost)
    {
        var isInfrastructure = view.Degree > view.Settings.InfrastructureAbove;
        var isHousehold = others.All(other => other.Home == own.Home);
        var strength = isSharedHost || isInfrastructure || isHousehold ? view.Settings.ReviewStrength : 1;
        var first = others.Min(other => Math.Max(own.Seen.First, other.Seen.First));
        var last = Math.Max(first, others.Max(other => LastHeld(view, own.Seen, other.Seen)));
        var times = others.Select(other => Math.Max(own.Seen.First, other.Seen.First)).Append(last)
            .Distinct().Order().ToList();
        if (times.Count > FindingLedger.ClaimsMax) times = [.. times.Take(FindingLedger.ClaimsMax - 1), last];
        var names = others.Select(other => other.Seen.AccountName).Distinct().Order(StringComparer.Ordinal)
            .ToImmutableArray();
        var evidence = ArtefactView.Evidence(own.Seen, others.Select(other => other.Seen));
        var why = isSharedHost ? "; it looks like a shared host, for review"
            : isInfrastructure ? "; shared infrastructure? one decision is asked for"
            : isHousehold ? "; one household, for review" : "";
        return new Finding
        {
            Id = FindingIds.Of(SharedDeviceRule.Rule, view.Artefact, evidence.IsEmpty ? default : evidence[0]),
            Rule = SharedDeviceRule.Rule,
            Subject = view.Artefact,
            Time = first,
            LastTime = last,
            Count = times.Count,
            Claims = [.. times.Select(time => new Claim(time, strength, weight))],
            Summary = string.Create(CultureInfo.InvariantCulture,
                $"{own.Seen.AccountName} used {ArtefactNames.Sentence(view.Type)} {view.Value}, and so did ")
                + string.Create(CultureInfo.InvariantCulture, $"{Listed(names)} inside {view.Settings.WindowDays} days{why}"),
            Facts =
            [
                new Fact("accounts", view.Degree),
                new Fact("days", own.Seen.Days),
                new Fact("artefact_type", double.NaN, ArtefactNames.Document(view.Type)),
                new Fact("artefact", double.NaN, view.Value),
            ],
            Evidence = evidence,
            Counterparts = names,
            Artefacts = [new Artefact(ArtefactNames.Allow(view.Type), view.Value)],
            Threshold = string.Create(CultureInfo.InvariantCulture,
                $"2 accounts of different people in {view.Settings.WindowDays} days"),
            Prevention =
                "one authenticator and one device a person, bound at enrolment; allow known shared hosts",
        };
    }

    /// <summary>The newest moment at which both had been there inside the window.</summary>
    private static long LastHeld(ArtefactView view, Sighting a, Sighting b) =>
        Math.Min(Math.Max(a.Last, b.Last), Math.Min(a.Last, b.Last) + view.WindowMs);

    internal static string Listed(ImmutableArray<string> names) => names.Length switch
    {
        <= 3 => string.Join(", ", names),
        _ => string.Join(", ", names.Take(3))
            + string.Create(CultureInfo.InvariantCulture, $" and {names.Length - 3} more"),
    };
}
