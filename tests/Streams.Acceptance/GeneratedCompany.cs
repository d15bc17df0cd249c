using System.Text.Json.Nodes;

namespace Streams.Acceptance;

/// <summary>
/// A synthetic company on disk, and what a plain hunt over it says: made once for all tests of a class.
/// </summary>
public class GeneratedCompany(int seed, int days = 28, int accounts = 200) : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Lock _lock = new();
    private HuntOutcome? _hunt;
    private bool _isMade;

    public string Folder
    {
        get
        {
            lock (_lock)
            {
                if (!_isMade)
                {
                    StreamsProgram.Run(
                        "generate", "--seed", $"{seed}", "--accounts", $"{accounts}", "--days", $"{days}", "--out", _scratch.At("company"), "--quiet").Exits(0);
                    _isMade = true;
                }
            }

            return _scratch.At("company");
        }
    }

    public string Logs => Path.Combine(Folder, "logs");

    public string[] Tables =>
    [
        "--networks", Path.Combine(Folder, "networks.csv"), "--directory", Path.Combine(Folder, "directory.csv"),
        "--watchlist", Path.Combine(Folder, "watchlist.csv"), "--allow", Path.Combine(Folder, "allow.csv"),
    ];

    public HuntOutcome Hunt
    {
        get
        {
            lock (_lock) return _hunt ??= HuntOver([Logs]);
        }
    }

    public JsonNode Truth => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, "truth.json")))!;

    public HuntOutcome HuntOver(IEnumerable<string> paths, params string[] options) =>
        HuntOutcome.Of(StreamsProgram.Run(["hunt", .. paths, .. Tables, "--json", "-", "--quiet", .. options]).Exits(0).OutputBytes);

    /// <summary>What a broker would be sent, a folder a topic: a git log is read from a folder, not streamed.</summary>
    public string Streamed()
    {
        var to = _scratch.At("streamed");
        foreach (var folder in Directory.GetDirectories(Logs).Where(f => Path.GetFileName(f) != "git"))
        {
            var copy = Directory.CreateDirectory(Path.Combine(to, Path.GetFileName(folder))).FullName;
            foreach (var file in Directory.GetFiles(folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        return to;
    }

    public void Dispose()
    {
        _scratch.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The company that the tests of a class share.</summary>
public sealed class SharedCompany() : GeneratedCompany(11);

/// <summary>Two weeks: enough where only the command line is looked at.</summary>
public sealed class SmallCompany() : GeneratedCompany(12, 14);
