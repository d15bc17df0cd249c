using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Text;

public class SyslogPeelerTests
{
    // Received 2024-07-01T00:00:00Z unless a case says otherwise.
    private static readonly SourceSettings Received = new() { ReceivedMs = Ms("2024-07-01T00:00:00Z") };

    [Theory]
    [InlineData("<29>Jun 30 21:42:57 openvpn[66026]: peer info: X=1", "peer info: X=1", "2024-06-30T21:42:57Z", "", "openvpn")]
    [InlineData("<29>Jun  3 21:42:57 fw openvpn[66026]: user 'bob'", "user 'bob'", "2024-06-03T21:42:57Z", "fw", "openvpn")]
    [InlineData("<29>Jun 30 21:42:57.123456 fw openvpn: x y", "x y", "2024-06-30T21:42:57.123Z", "fw", "openvpn")]
    [InlineData("Apr 27 02:03:03 dev01: %ASA-6-605004: Login", "%ASA-6-605004: Login", "2024-04-27T02:03:03Z", "dev01", "")]
    [InlineData("Jul 15 13:38:11 216.160.83.56 : %ASA-6-302013: B", "%ASA-6-302013: B", "2023-07-15T13:38:11Z", "216.160.83.56", "")]
    [InlineData("Jul 15 13:38:08 81.2.69.142 %ASA-6-302015: B", "%ASA-6-302015: B", "2023-07-15T13:38:08Z", "81.2.69.142", "")]
    [InlineData("<190>Mar 03 2023 09:01:16 sac-firewall : %ASA-6-1: a", "%ASA-6-1: a", "2023-03-03T09:01:16Z", "sac-firewall", "")]
    [InlineData("<190>Mar 03 2023 09:01:16.789: %FTD-6-1: a", "%FTD-6-1: a", "2023-03-03T09:01:16.789Z", "", "")]
    [InlineData("<166>2024-06-26T01:35:42Z: %ASA-6-113008: A", "%ASA-6-113008: A", "2024-06-26T01:35:42Z", "", "")]
    [InlineData("<166>2024-06-26T01:35:42Z asa1 : %ASA-6-1: A", "%ASA-6-1: A", "2024-06-26T01:35:42Z", "asa1", "")]
    [InlineData("<166>1 2024-06-26T01:35:42Z asa1 : %ASA-6-1: A", "%ASA-6-1: A", "2024-06-26T01:35:42Z", "asa1", "")]
    [InlineData("Oct 10 2018 12:34:56 localhost CiscoASA[999]: %ASA-4-1: G", "%ASA-4-1: G", "2018-10-10T12:34:56Z", "localhost", "CiscoASA")]
    [InlineData("Oct 10 2018 12:34:56 EST: %ASA-4-1: G", "%ASA-4-1: G", "2018-10-10T17:34:56Z", "", "")]
    [InlineData("<166>:%ASA-4-1: G", "%ASA-4-1: G", null, "", "")]
    [InlineData("<189>date=2020-04-23 time=12:32:48", "date=2020-04-23 time=12:32:48", null, "", "")]
    [InlineData("<14>1 2021-03-01T20:35:56.5Z PA-VM - - - - 1,2021/03/01", "1,2021/03/01", "2021-03-01T20:35:56.5Z", "PA-VM", "")]
    [InlineData("<14>1 2021-03-01T20:35:56Z h app 7 ID [x@1 a=\"q]\\\"\"][y b=\"2\"] body", "body", "2021-03-01T20:35:56Z", "h", "app")]
    [InlineData("<14>1 - h app - - - body text", "body text", null, "h", "app")]
    [InlineData("<27>1 2021-07-03T22:17:01.074560-05:00 pf.example openvpn 6 - - TLS Error", "TLS Error", "2021-07-04T03:17:01.074Z", "pf.example", "openvpn")]
    [InlineData("<134>1 1647478222.583851938 MX84 events type=x", "events type=x", "2022-03-17T00:50:22.583Z", "MX84", "")]
    [InlineData("2024-06-26T01:35:42.1+02:00 host app[7]: text", "text", "2024-06-25T23:35:42.1Z", "host", "app")]
    [InlineData("2024-06-26 01:35:42 asa1 %ASA-6-1: A", "%ASA-6-1: A", "2024-06-26T01:35:42Z", "asa1", "")]
    [InlineData("Jun 20 08:35:15 workshop kernel: [82508.1] wireguard: wg0", "[82508.1] wireguard: wg0", "2024-06-20T08:35:15Z", "workshop", "kernel")]
    [InlineData("Nov 30 16:09:08 1,2021/03/24 11:29:49,013", "1,2021/03/24 11:29:49,013", "2023-11-30T16:09:08Z", "", "")]
    [InlineData("Jun 19 08:26:10 host CEF:0|Palo Alto|a", "CEF:0|Palo Alto|a", "2024-06-19T08:26:10Z", "host", "")]
    [InlineData("Jun 19 08:26:10 relay <14>Jun 19 08:26:09 fw CEF:0|P|a", "CEF:0|P|a", "2024-06-19T08:26:09Z", "fw", "")]
    [InlineData("Jun 19 08:26:10 Jun 19 08:26:09 fw date=2024-06-19", "date=2024-06-19", "2024-06-19T08:26:09Z", "fw", "")]
    [InlineData("61 <14>1 2021-03-01T20:35:56Z h a - - - LEEF:1.0|x", "LEEF:1.0|x", "2021-03-01T20:35:56Z", "h", "a")]
    [InlineData("Tue Aug 12 13:52:06 2025 us=12 10.0.0.1:1194 TLS", "us=12 10.0.0.1:1194 TLS", "2025-08-12T13:52:06Z", "", "")]
    [InlineData("Jun 19 08:26:10 host {\"a\": 1}", "{\"a\": 1}", "2024-06-19T08:26:10Z", "host", "")]
    public void Takes_a_header(string line, string body, string? time, string host, string app)
    {
        var (rest, header) = Peel(line, Received);
        rest.ShouldBe(body);
        header.Host.ToString().ShouldBe(host);
        header.App.ToString().ShouldBe(app);
        (header.HasTime ? header.Time : (long?)null).ShouldBe(time is null ? null : Ms(time));
    }

    [Theory]
    [InlineData("2024-12-15 14:12:12 192.168.1.31:45321 TLS Error: incoming packet")]
    [InlineData("2021-10-22 21:01:42,548 INFO  [org.keycloak.services] (ServerService) x")]
    [InlineData("{\"a\":1}")]
    [InlineData("CEF:0|a|b|c|d|e|f|")]
    [InlineData("date=2019-05-13 time=14:21:42 logid=\"0101037127\"")]
    [InlineData("%ASA-6-113039: Group <a>")]
    [InlineData("<")]
    [InlineData("<999999>")]
    [InlineData("")]
    [InlineData("1 2 3")]
    [InlineData("May be a sentence that starts like a month")]
    public void Leaves_a_body_that_only_looks_like_a_header(string line) => Peel(line, Received).Body.ShouldBe(line);

    [Fact]
    public void Takes_stacked_headers_and_keeps_the_innermost_time()
    {
        var (rest, header) = Peel(
            "Oct 19 09:16:53 pcs-node1 1 2021-10-19T09:16:53+02:00 10.5.2.3 PulseSecure: - - - 2021-10-19 09:16:53 - n - [1.2.3.4] u(R)[] - x",
            Received);
        rest.ShouldStartWith("2021-10-19 09:16:53 - n - [1.2.3.4]");
        header.Time.ShouldBe(Ms("2021-10-19T07:16:53Z"));
        header.Offset.ShouldBe((short)120);
        header.Quality.ShouldBe(TimeQuality.Vendor);
        header.Host.ToString().ShouldBe("10.5.2.3");
        header.App.ToString().ShouldBe("PulseSecure");
    }

    [Fact]
    public void Takes_no_more_than_four_headers()
    {
        var line = string.Concat(Enumerable.Repeat("<14>Jun 19 08:26:10 h ", 6)) + "x";
        Peel(line, Received).Body.ShouldBe("<14>Jun 19 08:26:10 h <14>Jun 19 08:26:10 h x");
    }

    [Theory]
    [InlineData("2025-01-01T00:00:05Z", "Dec 31 23:59:58", "2024-12-31T23:59:58Z")]
    [InlineData("2024-12-31T23:59:58Z", "Jan  1 00:00:05", "2025-01-01T00:00:05Z")]
    [InlineData("2024-12-31T12:00:00Z", "Jan  1 13:00:00", "2024-01-01T13:00:00Z")]
    [InlineData("2025-06-01T00:00:00Z", "Feb 29 12:00:00", "2024-02-29T12:00:00Z")]
    [InlineData("2025-06-01T00:00:00Z", "Jun  3 00:00:00", "2024-06-03T00:00:00Z")]
    public void Guesses_the_year_from_receipt_and_says_so(string received, string stamp, string expected)
    {
        var (_, header) = Peel($"<14>{stamp} h a: x", new SourceSettings { ReceivedMs = Ms(received) });
        header.Time.ShouldBe(Ms(expected));
        header.Quality.ShouldBe(TimeQuality.GuessedYear);
    }

    [Fact]
    public void Without_receipt_the_year_comes_from_another_stamp_of_the_line_or_there_is_no_time()
    {
        Peel("Mar 24 16:09:08 1,2021/03/24 11:29:49,01", SourceSettings.Default).Header.Time.ShouldBe(Ms("2021-03-24T16:09:08Z"));
        Peel("Mar 24 16:09:08 2021-03-24T16:09:08Z Mar 24 16:09:07 h a: x", SourceSettings.Default).Header.Time
            .ShouldBe(Ms("2021-03-24T16:09:07Z"));
        Peel("Mar 24 16:09:08 h a: x", SourceSettings.Default).Header.HasTime.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Jul 10 2024 12:00:00 h a: x", "2024-07-10T10:00:00Z")]
    [InlineData("Jan 10 2024 12:00:00 h a: x", "2024-01-10T11:00:00Z")]
    // Clocks go back at 03:00: the hour from 02:00 occurs twice and is read as standard time.
    [InlineData("Oct 27 2024 02:30:00 h a: x", "2024-10-27T01:30:00Z")]
    // Clocks go forward at 02:00: the hour does not exist.
    [InlineData("Mar 31 2024 02:30:00 h a: x", "2024-03-31T01:30:00Z")]
    // A written zone beats the configured one.
    [InlineData("<14>2024-07-10T12:00:00Z h a: x", "2024-07-10T12:00:00Z")]
    public void Reads_a_zoneless_time_in_the_zone_of_its_source(string line, string expected)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var (_, header) = Peel(line, new SourceSettings { Zone = zone });
        header.Time.ShouldBe(Ms(expected));
        header.Quality.ShouldBe(TimeQuality.Vendor);
    }

    [Fact]
    public void Reads_a_zoneless_time_as_utc_and_says_so()
    {
        var (_, header) = Peel("Jul 10 2024 12:00:00 h a: x", SourceSettings.Default);
        header.Time.ShouldBe(Ms("2024-07-10T12:00:00Z"));
        header.Quality.ShouldBe(TimeQuality.AssumedZone);
        header.Offset.ShouldBe(Activity.NoOffset);
    }

    [Fact]
    public void Survives_every_cut_of_every_header()
    {
        var line = "<14>1 2021-03-01T20:35:56.5+01:00 h app 7 ID [x@1 a=\"q]\\\"\"] Jun 19 2024 08:26:10 EST: %ASA-6-1: x"u8.ToArray();
        for (var i = 0; i <= line.Length; i++)
            SyslogPeeler.Peel(line.AsSpan(0, i), Received, line, 0, out _).ShouldBeLessThanOrEqualTo(i);
    }

    private static (string Body, SyslogHeader Header) Peel(string line, SourceSettings source)
    {
        // A start that is not zero catches slices that forget it.
        var buffer = Encoding.UTF8.GetBytes("__" + line);
        var taken = SyslogPeeler.Peel(buffer.AsSpan(2), source, buffer, 2, out var header);
        return (Encoding.UTF8.GetString(buffer.AsSpan(2 + taken)), header);
    }

    private static long Ms(string time) =>
        DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
