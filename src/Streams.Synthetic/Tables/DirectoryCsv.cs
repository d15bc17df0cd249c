using System.Globalization;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Tables;

/// <summary>directory.csv in the columns of interfaces.md.</summary>
internal static class DirectoryCsv
{
    public const string Header =
        "account,names,person_id,kind,remote,country,time_zone,latitude,longitude,household,vendor,team,hired,exits,on_leave,travel,on_call";

    public static IEnumerable<string> Rows(Company company) =>
        company.Accounts.OrderBy(account => account.Email, StringComparer.Ordinal).Select(Row);

    private static string Row(Account who)
    {
        var names = new List<string> { who.Login };
        if (who.Forge == Forge.GitHub) names.Add("github:" + who.ForgeLogin);
        if (who.Forge == Forge.GitLab) names.Add("gitlab:" + who.Login);
        var kind = who.Role switch
        {
            Role.Contractor => "contractor",
            Role.Service => "service",
            Role.Shared => "shared",
            _ => "employee",
        };
        var person = who.IsPerson;
        string[] cells =
        [
            who.Email, string.Join(';', names), who.PersonId ?? "", kind, person ? who.Remote ? "true" : "false" : "",
            person ? who.Home.Country : "", person ? who.Home.Zone.Iana : "",
            person ? who.HomeLatitude.ToString("0.000", CultureInfo.InvariantCulture) : "",
            person ? who.HomeLongitude.ToString("0.000", CultureInfo.InvariantCulture) : "",
            who.Household ?? "", who.Vendor ?? "", who.Team, Date(who.Hired), Date(who.Exits), Pairs(who.Leave),
            string.Join(';', who.Journeys.Select(journey => $"{journey.Written}:{Pair(journey.When)}")), Pairs(who.OnCall),
        ];
        return string.Join(',', cells);
    }

    private static string Pairs(IEnumerable<Dates> dates) => string.Join(';', dates.Select(Pair));

    private static string Pair(Dates dates) => $"{Date(dates.From)}/{Date(dates.To)}";

    private static string Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
