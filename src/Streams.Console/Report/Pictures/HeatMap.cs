using Streams.Console.Text;
using Streams.Core.Scoring;

namespace Streams.Console.Report.Pictures;

/// <summary>Presence by weekday and hour. It is a table whose cells are coloured, so the picture is its own
/// text.</summary>
internal static class HeatMap
{
    private const int Shades = 5;

    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static bool Write(HtmlWriter html, AccountDocument account)
    {
        if (account.Presence.Count == 0) return false;
        var week = WeekHours.Of(account);
        html.Write($"""
            <figure class="heat">
            <figcaption>Hours of presence<span class="note">half hours active,
            {Wording.Count(week.Days, "active day", "active days")}; zone: <strong><bdi>{week.ZoneLabel}</bdi></strong>
            </span></figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="Hours of presence"><table class="heat"><thead>
            <tr><th scope="col"><span class="vh">Day</span></th>
            """);
        for (var hour = 0; hour < 24; hour++) html.Write($"""<th scope="col">{Two(hour)}</th>""");
        html.Line($"""<th scope="col" class="sum">Σ</th></tr></thead><tbody>""");
        for (var day = 0; day < 7; day++)
        {
            html.Write($"""<tr><th scope="row">{Weekdays[day]}</th>""");
            for (var hour = 0; hour < 24; hour++) Cell(html, week[day, hour], week.Max);
            html.Line($"""<td class="sum">{week.OfDay(day)}</td></tr>""");
        }

        html.Write($"""</tbody><tfoot><tr><th scope="row">Σ</th>""");
        for (var hour = 0; hour < 24; hour++) html.Write($"""<td>{week.OfHour(hour)}</td>""");
        html.Line($"""<td class="sum">{week.Total}</td></tr></tfoot></table></div></figure>""");
        return true;
    }

    private static void Cell(HtmlWriter html, int count, int max)
    {
        if (count == 0)
            html.Write($"""<td class="h h0"></td>""");
        else
            html.Write($"""<td class="h h{(count * Shades + max - 1) / max}">{count}</td>""");
    }

    private static string Two(int hour) => hour.ToString("00", System.Globalization.CultureInfo.InvariantCulture);
}
