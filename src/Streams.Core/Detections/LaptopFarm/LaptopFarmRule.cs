namespace Streams.Core.Detections.LaptopFarm;

/// <summary>D08: one residential address, many accounts.</summary>
public static class LaptopFarmRule
{
    public static readonly Rule Rule = new(
        "D08", "laptop-farm", RuleGroup.Credentials, 3.0, TimeSpan.FromDays(30), TimeSpan.FromDays(90),
            ["T1078", "T1133", "T1656"]);
}
