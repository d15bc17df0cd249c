using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

/// <summary>
/// All log data is hostile: any bytes give a record or a quarantine, and the common formats allocate nothing an event.
/// </summary>
public class TextFormatRobustnessTests
{
    private const string GlobalProtect =
        "<14>Jun 20 10:00:02 fw1 1,2024/06/20 08:00:03,0131,GLOBALPROTECT,0,2561,2024/06/20 08:00:00,vsys1,gateway-connected,tunnel,saml,IPSec,"
        + "CORP\\ana,DE,PC7,203.0.113.7,0.0.0.0,10.8.0.5,0.0.0.0,e0957c11-host,SER99,6.1.0,Windows,\"Microsoft Windows 10 Pro, 64-bit\",1,,,\"a \"\"b\"\"\","
        + "success,,0,user-logon,0,gw-fra,7100000000000000001,0x8000000000000000,2024-06-20T10:00:01.234+02:00,,,,,gw-fra,0,0,0,0,vsys1,fw1,1";

    private const string Asa =
        "<166>Jun 22 2024 13:29:11 fw1 : %ASA-6-113039: Group <GP One> User <ana@corp.example> IP <203.0.113.7> AnyConnect parent session started.";

    private static readonly string[] Seeds =
    [
        GlobalProtect,
        Asa,
        "<166>Jun 22 13:29:11 fw1 : %ASA-4-113019: Group = GP, Username = ana, IP = 203.0.113.7, Session disconnected. Session Type: SSL, Duration: 1d 0h:32m:16s, Reason: x",
        "<166>Jun 22 13:29:11 fw1 : %ASA-6-113005: AAA user authentication Rejected : reason = x : server = 10.0.0.8 : user = ana : user IP = 203.0.113.7",
        "<166>Jun 22 13:29:11 fw1 : %ASA-4-722051: Group <GP> User <ana> IP <203.0.113.7> IPv4 Address <10.1.2.3> IPv6 address <::> assigned to session",
        "<166>Jun 22 13:29:11 fw1 : %ASA-6-734001: DAP: User ana, Addr 203.0.113.7, Connection AnyConnect: The following DAP",
        "<29>Jun 20 21:42:57 fw openvpn[66026]: DOE John/203.0.113.7:37849 MULTI: primary virtual IP for DOE John/203.0.113.7:37849: 10.8.0.2",
        "2024-06-20 14:12:12 us=123456 203.0.113.7:37849 [bob] Peer Connection Initiated with [AF_INET]203.0.113.7:37849",
        "2024-06-20 14:12:12 203.0.113.7:37849 TLS: Username/Password authentication succeeded for username 'ana' [CN SET]",
        "<189>date=2024-06-20 time=10:00:01 tz=\"-0500\" devid=\"F\" logid=\"01\" type=\"event\" subtype=\"vpn\" action=\"tunnel-up\" remip=203.0.113.7 user=\"a \\\"b\"",
        "<14>1 2024-06-20T08:00:02.000Z h a 7 - [x@1 a=\"q]\\\"\"] CEF:0|Palo Alto Networks|LF|2.0|GLOBALPROTECT|g|3|dtz=Europe/Berlin "
            + "start=Jun 20 2024 08:00:01 PanOSEventIDValue=gateway-auth PanOSSourceUserName=CORP\\\\ana PanOSPublicIPv4=203.0.113.7",
        "{\"LogType\":\"GLOBALPROTECT\",\"TimeGenerated\":\"2024-06-20T08:00:00Z\",\"EventIDValue\":\"portal-auth\",\"SourceUserName\":\"CORP\\\\ana\"}",
    ];

    [Fact]
    public void Every_cut_of_every_format_is_decoded_ignored_or_quarantined_with_a_reason()
    {
        var sink = new Counter();
        var decoder = new Streams.Core.Formats.Decoder();
        foreach (var seed in Seeds)
        {
            var bytes = Encoding.UTF8.GetBytes(seed);
            for (var length = 1; length <= bytes.Length; length++) decoder.Decode(bytes[..length], 0, length, Settings, sink);
        }

        sink.Records.ShouldBe(Seeds.Sum(seed => Encoding.UTF8.GetByteCount(seed)));
        sink.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void Mutated_lines_never_fail_a_mapping()
    {
        // A fixed seed: a failure is found again. Bytes that part fields are drawn more often than others.
        var random = new Random(20240620);
        var marks = " ,:=|<>[]'\"\\/%-.0123456789\n\tA\u00e9"u8.ToArray();
        var sink = new Counter();
        var decoder = new Streams.Core.Formats.Decoder();
        for (var round = 0; round < 30_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(bytes.Length);
                if (random.Next(4) == 0) bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
                else bytes[at] = marks[random.Next(marks.Length)];
                if (bytes.Length == 0) bytes = [(byte)'x'];
            }

            // One reader for all formats, and each format asked on its own about what is not its.
            decoder.Decode(bytes, 0, bytes.Length, round % 3 == 0 ? Named[round / 3 % Named.Length] : Settings, sink);
        }

        sink.Records.ShouldBe(30_000);
        sink.Failures.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GlobalProtect)]
    [InlineData(Asa)]
    public void Decoding_allocates_nothing_an_event(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var sink = new Counter();
        var decoder = new Streams.Core.Formats.Decoder();
        foreach (var settings in new[] { Settings, Settings with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") } })
        {
            void Decode(int times)
            {
                for (var i = 0; i < times; i++) decoder.Decode(bytes, 0, bytes.Length, settings, sink);
            }

            Decode(200);
            Allocations.Of(() => Decode(1000)).ShouldBe(0);
        }

        sink.Decoded.ShouldBe(2 * (200 + 5 * 1000));
    }

    private static readonly SourceSettings Settings = new() { ReceivedMs = Read.Ms("2024-07-01T00:00:00Z") };

    private static readonly SourceSettings[] Named =
        [.. new[] { "globalprotect", "cisco-asa", "openvpn", "fortigate", "cef" }.Select(name => Settings with { Format = name })];

    private sealed class Counter : IDecodeSink
    {
        public int Records { get; private set; }

        public int Decoded { get; private set; }

        public List<string> Failures { get; } = [];

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
        {
            Records++;
            if (result.Status == DecodeStatus.Decoded) Decoded++;
            // The decoder turns an exception of a mapping into a reason; here it is a mistake all the same.
            if (result.Reason?.Contains("the mapping failed", StringComparison.Ordinal) == true)
                Failures.Add($"{result.Reason}: {Encoding.UTF8.GetString(raw.Span)}");
            if (result.Status == DecodeStatus.Quarantined && string.IsNullOrEmpty(result.Reason)) Failures.Add("no reason");
        }
    }
}
