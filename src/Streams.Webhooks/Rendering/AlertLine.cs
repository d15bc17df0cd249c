using Streams.Core.Alerts;

namespace Streams.Webhooks.Rendering;

/// <summary>What a digest says of an alert, and what the outbox must know of it without its body.</summary>
public sealed record AlertLine(
    string Alert, int Transition, string Kind, string Disposition, string Level, double Score, string SubjectType, string Subject,
    string Reason, long Time)
{
    /// <summary>A name may have kilobytes; a line does not.</summary>
    private const int SubjectMax = 256, ReasonMax = 160;

    public static AlertLine Of(AlertDocument alert) => new(
        alert.Id, alert.Transition, alert.Kind, alert.Disposition, alert.Level, alert.Score, alert.SubjectType,
        PlainText.Of(alert.Subject, SubjectMax), PlainText.Of(AlertWords.Rules(alert), ReasonMax), alert.Time);
}
