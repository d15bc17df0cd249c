using System.Globalization;

namespace Streams.Synthetic.Tables;

/// <summary>allow.csv: what this company's security team has already looked at.</summary>
internal static class AllowRows
{
    public static IEnumerable<string> All(Company company)
    {
        var until = company.Options.End.AddDays(180).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        yield return $"D04,,cidr,192.0.2.0/24,cloud proxy of the company,network team,{until}";
        yield return $"D04,,cidr,244.0.0.0/16,cloud desktops of the company,platform team,{until}";
        yield return $"D04,,cidr,249.0.0.0/16,build servers,platform team,{until}";
    }
}
