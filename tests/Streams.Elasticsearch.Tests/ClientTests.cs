using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Streams.Elasticsearch.Tests.World;

namespace Streams.Elasticsearch.Tests;

/// <summary>A client that was not written here reads what is documented.</summary>
[Collection(ServerCollection.Name)]
public sealed class ClientTests(ServerFixture fixture)
{
    private const string Package = "@elastic/elasticsearch@8";

    [Fact]
    public async Task Elastics_own_client_reads_accounts_findings_and_rings()
    {
        if (Shared.IsMissing) return;
        using var folder = new NodeFolder();
        if (!await folder.InstallAsync(Package)) return;
        using var rig = await Rig.SetUpAsync(fixture.Options());
        var hunt = fixture.Company.Hunt;
        await rig.Sink.DeliverAsync(fixture.Company.Documents(), default);
        await rig.Reader.RefreshAsync(default);

        File.Copy(Path.Combine(Shared.Repository, "tests", "Streams.Elasticsearch.Tests", "Client", "read.mjs"), Path.Combine(folder.Path, "read.mjs"));
        var read = JsonNode.Parse(await folder.RunAsync("node", "read.mjs", fixture.Server.Url.AbsoluteUri, rig.Options.Prefix))!;
        foreach (var kind in read["missing"]!.AsObject()) kind.Value!.AsArray().ShouldBeEmpty(kind.Key);

        var open = hunt.Accounts.Where(a => a.Findings.Any(f => f.Suppressed is null)).ToList();
        Lines(read["accounts"]!).ShouldBe(open.Select(a => Line(a.Account, a.Score, a.Level)), ignoreOrder: true);
        Lines(read["findings"]!).ShouldBe(
            hunt.Accounts.SelectMany(a => a.Findings.Select(f => Line(f.Id, a.Account, f.Rule, f.Points))), ignoreOrder: true);
        Lines(read["rings"]!).ShouldBe(
            hunt.Rings.Select(r => Line(r.Id, new JsonArray([.. r.Accounts.Select(a => JsonValue.Create(a))]), r.Score)),
            ignoreOrder: true);
        ((string)read["worst"]!).ShouldBe(hunt.Accounts.OrderByDescending(a => a.Score).ThenBy(a => a.Account, StringComparer.Ordinal).First().Account);
        foreach (var rule in hunt.Accounts.SelectMany(a => a.Findings).GroupBy(f => f.Rule))
            ((int)read["rules"]![rule.Key]!).ShouldBe(rule.Count());
    }

    private static string Line(params JsonNode?[] values) => new JsonArray(values).ToJsonString();

    private static IEnumerable<string> Lines(JsonNode list) => list.AsArray().Select(line => line!.ToJsonString());

    /// <summary>A folder with one package of the public registry in it.</summary>
    private sealed class NodeFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("streams-node-").FullName;

        /// <summary>False, with one clear line printed, where npm is not there.</summary>
        public async Task<bool> InstallAsync(string package)
        {
            try
            {
                await RunAsync("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", Path, package);
                return true;
            }
            catch (Win32Exception)
            {
                if (Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException("CI runs this test, but there is no npm");
                System.Console.WriteLine($"No npm here: {package} did not read the indices.");
                return false;
            }
        }

        public async Task<string> RunAsync(string program, params string[] arguments)
        {
            var start = new ProcessStartInfo(program)
            {
                WorkingDirectory = Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, $"{program}: {output}{await error}");
            return output;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
