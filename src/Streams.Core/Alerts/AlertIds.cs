using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Core.Alerts;

/// <summary>
/// Names that every destination and every replay must agree on: functions of the subject and of counters, never of
/// time or place.
/// </summary>
public static class AlertIds
{
    /// <summary>Shown, indexed, and the deduplication key of pagers.</summary>
    public static string Of(AlertSubject subject, int episode)
    {
        var key = Key128.Of(subject.ToString()).With(Key128.Of(Text(episode)));
        return string.Create(CultureInfo.InvariantCulture, $"a-{key.Hi:x16}");
    }

    /// <summary>One message to whoever listens (<c>webhook-id</c>): the same for every attempt and every replay.</summary>
    public static string MessageOf(string alert, int transition) =>
        "m-" + Key128.Of(alert).With(Key128.Of(Text(transition)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
