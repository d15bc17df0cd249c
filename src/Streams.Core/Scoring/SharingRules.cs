using Streams.Core.Detections;
using Streams.Core.Detections.LaptopFarm;
using Streams.Core.Detections.SharedDevice;

namespace Streams.Core.Scoring;

/// <summary>
/// The rules that artefacts raise: beside those of the account's own detections, the catalogue of a deployment.
/// </summary>
public static class SharingRules
{
    public static readonly IReadOnlyList<Rule> All = [SharedDeviceRule.Rule, LaptopFarmRule.Rule];
}
