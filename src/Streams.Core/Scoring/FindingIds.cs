using System.Globalization;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Scoring;

/// <summary>
/// Ids of findings that no account's ledger makes: rule, subject and the first evidence's event, as everywhere.
/// </summary>
internal static class FindingIds
{
    public static string Of(Rule rule, Key128 subject, EvidenceRef first)
    {
        var key = Key128.Of(rule.Id).With(subject).With(Key128.Of((ReadOnlySpan<byte>)first.EventId));
        return string.Create(CultureInfo.InvariantCulture, $"f-{key.Hi:x16}");
    }
}
