using Streams.Core.Activities;

namespace Streams.Core.Scoring;

/// <summary>An artefact that stands in an activity. <see cref="Text"/> is read only when a fact goes out.</summary>
public readonly record struct SeenArtefact(ArtefactType Type, Key128 Key, uint Space, byte Rank, TextField Field,
    short Commit)
{
    public string Text(Activity activity, IpAddress line)
    {
        if (Type == ArtefactType.Ip) return line.IsV4 ? line.ToString() : line + "/64";
        var text = Commit >= 0 ? activity.Commits[Commit].SigningKey : activity[Field];

        // One spelling an artefact, so that facts from different records say the same.
        return IsFolded(Type) ? text.ToString().ToLowerInvariant() : text.ToString();
    }

    /// <summary>Fingerprints and hashes are compared as they are, names of devices without case.</summary>
    public static bool IsFolded(ArtefactType type) =>
        type is ArtefactType.Device or ArtefactType.MfaDevice or ArtefactType.BrowserHash;
}
