using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Synthetic.Tests;

/// <summary>The real decoder reads what the vendors' writers wrote, and makes of it what was meant.</summary>
public sealed class DecodingTests
{
    private static readonly Lazy<Tally> Read = new(() =>
    {
        var tally = new Tally();
        var decoder = new Streams.Core.Formats.Decoder();
        foreach (var path in Generated.Output.Paths.Where(path => path.StartsWith("logs/", StringComparison.Ordinal)))
        {
            tally.Path = path;
            foreach (var record in Records(path))
            {
                var bytes = Encoding.UTF8.GetBytes(record);
                decoder.Decode(bytes, 0, bytes.Length, SourceSettings.Default, tally);
            }
        }

        return tally;
    });

    [Fact]
    public void Nothing_is_quarantined_besides_the_two_planted_records() =>
        Read.Value.Quarantined.Select(entry => entry.Path.Split('/')[1]).Order().ToArray().ShouldBe(["globalprotect", "okta"], ignoreOrder: false, customMessage: string.Join('\n', Read.Value.Quarantined.Take(20)));

    [Theory]
    [InlineData("logs/okta", "okta")]
    [InlineData("logs/entra", "entra")]
    [InlineData("logs/globalprotect", "globalprotect")]
    [InlineData("logs/cisco-asa", "cisco-asa")]
    [InlineData("logs/openvpn", "openvpn")]
    [InlineData("logs/fortigate", "fortigate")]
    [InlineData("logs/github", "github")]
    [InlineData("logs/gitlab", "gitlab")]
    [InlineData("logs/git/", "git-log")]
    public void Each_folder_is_read_as_its_own_format(string folder, string format) =>
        Read.Value.Formats.Where(entry => entry.Folder.StartsWith(folder, StringComparison.Ordinal) || folder.StartsWith(entry.Folder + "/", StringComparison.Ordinal))
            .Select(entry => entry.Format).Distinct().ShouldBe([format]);

    [Theory]
    [InlineData("okta", ActivityKind.SsoLogin)]
    [InlineData("okta", ActivityKind.SsoFactor)]
    [InlineData("okta", ActivityKind.SsoApp)]
    [InlineData("okta", ActivityKind.SsoLogout)]
    [InlineData("entra", ActivityKind.SsoLogin)]
    [InlineData("entra", ActivityKind.SsoToken)]
    [InlineData("globalprotect", ActivityKind.VpnAuth)]
    [InlineData("globalprotect", ActivityKind.VpnStart)]
    [InlineData("globalprotect", ActivityKind.VpnTraffic)]
    [InlineData("globalprotect", ActivityKind.VpnEnd)]
    [InlineData("cisco-asa", ActivityKind.VpnStart)]
    [InlineData("cisco-asa", ActivityKind.VpnResume)]
    [InlineData("cisco-asa", ActivityKind.VpnEnd)]
    [InlineData("openvpn", ActivityKind.VpnStart)]
    [InlineData("openvpn", ActivityKind.VpnEnd)]
    [InlineData("fortigate", ActivityKind.VpnStart)]
    [InlineData("fortigate", ActivityKind.VpnEnd)]
    [InlineData("github", ActivityKind.CodePush)]
    [InlineData("github", ActivityKind.CodeFetch)]
    [InlineData("github", ActivityKind.CodeExport)]
    [InlineData("gitlab", ActivityKind.CodePush)]
    [InlineData("gitlab", ActivityKind.CodeFetch)]
    [InlineData("git-log", ActivityKind.CodeCommit)]
    public void The_intended_kinds_come_out(string format, ActivityKind kind) =>
        Read.Value.Kinds.GetValueOrDefault((format, kind)).ShouldBeGreaterThan(0);

    [Fact]
    public void Times_and_addresses_survive()
    {
        Read.Value.TimesOutside.ShouldBe(0);
        Read.Value.WithoutAddress.ShouldBe(0);
    }

    [Fact]
    public void Every_name_in_the_logs_is_a_name_of_the_directory()
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Generated.Output.Lines("directory.csv").Skip(1))
        {
            var cells = line.Split(',');
            known.Add(cells[0]);
            foreach (var name in cells[1].Split(';')) known.Add(name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }

        Read.Value.Names.Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Records(string path)
    {
        if (path.EndsWith(".gitlog", StringComparison.Ordinal))
            return Generated.Output.Text(path).Split('\x1e', StringSplitOptions.RemoveEmptyEntries).Select(record => '\x1e' + record);
        return path.Contains("graph", StringComparison.Ordinal) ? [Generated.Output.Text(path)] : Generated.Output.Lines(path);
    }

    private sealed class Tally : IDecodeSink
    {
        private static readonly long From =
            new DateTimeOffset(Generated.Company.Options.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        private static readonly long To = From + (Generated.Company.Options.Days + 1) * 86_400_000L;

        public string Path { get; set; } = "";
        public List<(string Path, string? Reason, string Record)> Quarantined { get; } = [];
        public HashSet<(string Folder, string Format)> Formats { get; } = [];
        public Dictionary<(string Format, ActivityKind Kind), int> Kinds { get; } = [];
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);
        public int TimesOutside { get; private set; }
        public int WithoutAddress { get; private set; }

        public void Record(in DecodeResult result, Activity activity, in RawRecord raw, int part)
        {
            if (result.Status == DecodeStatus.Quarantined)
            {
                Quarantined.Add((Path, result.Reason, Encoding.UTF8.GetString(raw.Span[..Math.Min(200, raw.Length)])));
                return;
            }

            var format = FormatCatalogue.NameOf(activity.Format);
            Formats.Add((string.Join('/', Path.Split('/')[..2]), format));
            if (result.Status != DecodeStatus.Decoded) return;
            Kinds[(format, activity.Kind)] = Kinds.GetValueOrDefault((format, activity.Kind)) + 1;
            // A rebase keeps old author times, a git log has nothing else: only a sign-in must lie inside the run.
            if (activity.Family != SourceFamily.Code && (activity.Time < From - 60_000 || activity.Time > To)) TimesOutside++;
            if (activity.Kind is ActivityKind.SsoLogin or ActivityKind.SsoApp or ActivityKind.VpnStart or ActivityKind.CodeFetch
                && activity.Ip.IsNone) WithoutAddress++;
            var name = activity[TextField.Email].IsEmpty ? activity[TextField.Login].ToString() : activity[TextField.Email].ToString();
            if (name.Length > 0 && Names.Count < 5_000) Names.Add(name);
        }
    }
}
