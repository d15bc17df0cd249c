using System.Collections.Immutable;

namespace Streams.Core.Scoring;

/// <summary>What an analyst reads beside a score: honest explanations to test first, and what to do.</summary>
public static class Advice
{
    public static readonly ImmutableArray<string> Runbook =
    [
        "Do not warn the subject, and take no automatic action: this is not proof.",
        "Preserve the device and the logs of VPN, sign-in and code before anything changes.",
        "Read the evidence of each finding and test the benign explanations first.",
        "Involve HR and legal before anybody is confronted.",
        "Check by an unannounced video call, at the declared place, with the device in hand.",
    ];

    private static readonly ImmutableArray<string> General =
    [
        "The directory is out of date: the person moved, changed team or has approved travel that was not entered.",
        "The address database places a line wrongly, or the person uses a privacy service on an honest line.",
    ];

    private static readonly ImmutableDictionary<string, string> ByRule = new Dictionary<string, string>
    {
        ["D01"] = "A privacy VPN, a mobile carrier's distant exit or a wrong entry in the address database.",
        ["D02"] = "A phone roaming on its home network, or a cloud desktop beside the laptop.",
        ["D03"] = "Travel or a move that nobody entered in the directory.",
        ["D04"] = "A privacy-minded person with a consumer VPN, or a company proxy missing from the networks table.",
        ["D05"] = "A congested or satellite line.",
        ["D06"] = "Cleared cookies, a re-imaged laptop or a virtual desktop that is new each day.",
        ["D07"] = "A kiosk, a jump host, a device handed on to a colleague, or enrolment by the helpdesk.",
        ["D08"] = "Flatmates, a couple without a declared household, a coworking space or a hotel.",
        ["D09"] = "IT staff, or remote-control software that the organisation approved.",
        ["D10"] = "An application that refreshes its tokens for weeks.",
        ["D11"] = "A coding agent or a nightly job under the person's own token, on-call duty, or a new child at home.",
        ["D12"] = "An incident, a release night or a hackathon.",
        ["D13"] = "Follow-the-sun support that hands over by design.",
        ["D14"] = "Containers, remote development hosts or commits made on a web page.",
        ["D15"] = "A night owl or a shift worker.",
        ["D16"] = "A rebase, an automated change over a large repository or a coding assistant.",
        ["D17"] = "A laptop and a desktop, an office machine by day and one at home at night, or a re-imaged device.",
        ["D18"] = "Pair programming, cherry-picks or a merge bot.",
        ["D19"] = "Return from long leave with a new laptop.",
        ["D22"] = "A listed address that is a shared VPN or carrier exit, or a feed that is out of date.",
        ["D23"] = "A new laptop being set up, or an indexer under the person's token.",
    }.ToImmutableDictionary();

    /// <summary>Two, for the rules that weigh most.</summary>
    public static IReadOnlyList<string> Benign(IEnumerable<string> rulesByWeight) =>
        [.. rulesByWeight.Select(rule => ByRule.GetValueOrDefault(rule)).OfType<string>().Concat(General).Distinct()
            .Take(2)];
}
