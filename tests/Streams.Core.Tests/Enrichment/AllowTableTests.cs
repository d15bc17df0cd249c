using System.Text;
using Streams.Core.Enrichment;

namespace Streams.Core.Tests.Enrichment;

public sealed class AllowTableTests
{
    private static readonly string[] Ana = ["ana@corp.example", "CORP\\ana"];
    private static readonly long Early = TableTests.Ms("2026-06-30T23:59:59Z");

    [Theory]
    [InlineData("D07,corp\\ANA,device,dev-1", "D07", "device", "DEV-1", true)]
    [InlineData("D07,ben,device,dev-1", "D07", "device", "dev-1", false)]
    [InlineData("D08,,device,dev-1", "D07", "device", "dev-1", false)]
    [InlineData("*,,device,dev-1", "D07", "device", "dev-1", true)]
    [InlineData(",,,", "D07", "device", "dev-1", true)]
    [InlineData("D07,,device,", "D07", "device", "dev-9", true)]
    [InlineData("D07,,device,", "D07", "ip", "203.0.113.1", false)]
    [InlineData("D08,,cidr,203.0.113.0/24", "D08", "ip", "203.0.113.77", true)]
    [InlineData("D08,,cidr,203.0.113.0/24", "D08", "ip", "203.0.114.77", false)]
    [InlineData("D08,,ip,2001:db8::1", "D08", "ip", "2001:0db8:0:0::1", true)]
    [InlineData("D04,,asn,64500", "D04", "asn", "AS64500", true)]
    [InlineData("D07,,phone,+1 (303) 555-0100", "D07", "phone", "+13035550100", true)]
    [InlineData("D07,,key,SHA256:aB", "D07", "key", "SHA256:ab", false)]
    [InlineData("D03,,country,es", "D03", "country", "ES", true)]
    [InlineData("D07,,,dev-1", "D07", "device", "dev-1", true)]
    public void A_row_covers_what_its_cells_say_and_an_empty_cell_means_any(string row, string rule, string type,
        string value, bool covers) =>
        (Table(row).Find(rule, Ana, [("session", "s"), (type, value)], Early) is not null).ShouldBe(covers);

    [Fact]
    public void Until_is_compared_with_event_time_and_a_date_holds_to_its_end()
    {
        var table = Table("D07,,,");
        table.Find("D07", Ana, [], Early).ShouldNotBeNull().Reason.ShouldBe("why");
        table.Find("D07", Ana, [], TableTests.Ms("2026-07-01T00:00:00Z")).ShouldBeNull();
    }

    private static AllowTable Table(string row)
    {
        var problems = new List<TableProblem>();
        var table = AllowTable.Parse("allow.csv", Encoding.UTF8.GetBytes(
            $"rule,account,artefact_type,artefact,reason,owner,until\n{row},why,me,2026-06-30\n"), problems);
        problems.ShouldBeEmpty();
        return table;
    }
}
