using Streams.Core.Scoring;

namespace Streams.Core.Detections.SharedDevice;

/// <summary>D07: one device, many accounts.</summary>
public static class SharedDeviceRule
{
    public static readonly Rule Rule = new(
        "D07", "shared-device", RuleGroup.Credentials, 3.0, TimeSpan.FromDays(30), TimeSpan.FromDays(90),
        ["T1556.006", "T1098.005", "T1078"]);

    /// <summary>
    /// Nats: what proves the second factor or signs is one person's; a laptop may be handed on; a browser's hash is a
    /// guess.
    /// </summary>
    public static double WeightOf(ArtefactType type) => type switch
    {
        ArtefactType.MfaDevice or ArtefactType.Phone or ArtefactType.Key => 3.0,
        ArtefactType.Device => 2.0,
        ArtefactType.BrowserHash => 0.7,
        _ => 0,
    };
}
