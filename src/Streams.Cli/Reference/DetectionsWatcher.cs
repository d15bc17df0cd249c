using System.Security.Cryptography;
using System.Text;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Reference;

/// <summary>New settings of detections, or why there are none.</summary>
internal sealed record DetectionsChange(DetectionsConfiguration? Loaded, IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>
/// Notices that thresholds or weights changed in the files. Other settings hold until the next start; a file that cannot
/// be used, in whatever part, leaves the old settings in force. The same bad content is told once.
/// </summary>
internal sealed class DetectionsWatcher(ConfigurationSources sources, DetectionsConfiguration current)
{
    private string _seen = Content(sources);

    public DetectionsConfiguration Current { get; private set; } = current;

    /// <summary>Null where nothing changed that detections use.</summary>
    public DetectionsChange? Look()
    {
        var content = Content(sources);
        if (content == _seen) return null;
        _seen = content;
        var problems = new List<ConfigurationProblem>();
        var loaded = ConfigurationLoader.Load(sources, problems).Detections;
        if (problems.Count > 0) return new DetectionsChange(null, problems);
        if (SettingsText.Write(loaded) == SettingsText.Write(Current)) return null;
        Current = loaded;
        return new DetectionsChange(loaded, []);
    }

    /// <summary>The files are few and small: their content says best whether they changed.</summary>
    private static string Content(ConfigurationSources sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in ConfigurationLoader.FilesOf(sources))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            try
            {
                hash.AppendData(File.ReadAllBytes(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Whoever loads it says why it cannot be read.
                hash.AppendData([0]);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
