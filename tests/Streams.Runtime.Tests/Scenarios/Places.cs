namespace Streams.Runtime.Tests.Scenarios;

/// <summary>Invented lines in documentation ranges: one block of sixteen addresses a place.</summary>
internal static class Places
{
    public const string Denver = "203.0.113.1", NewYork = "203.0.113.17", Berlin = "203.0.113.33", Shenyang = "203.0.113.49",
        Pyongyang = "203.0.113.65", Cloud = "203.0.113.81", Egress = "203.0.113.97", Mobile = "203.0.113.113",
        Astrill = "203.0.113.129", Phoenix = "203.0.113.161";

    public static readonly IReadOnlyList<string> Networks =
    [
        "203.0.113.0/28,denver,US,US-CO,Denver,39.74,-104.99,10,64500,DenverNet,fixed,false",
        "203.0.113.16/28,new york,US,US-NY,New York,40.71,-74.0,10,64501,YorkNet,fixed,false",
        "203.0.113.32/28,berlin,DE,DE-BE,Berlin,52.52,13.40,10,64502,SpreeNet,fixed,false",
        "203.0.113.48/28,shenyang lab,CN,,Shenyang,41.8,123.4,10,64503,LiaoNet,fixed,false",
        "203.0.113.64/28,pyongyang,KP,,Pyongyang,39.0,125.75,10,64504,TaedongNet,fixed,false",
        "203.0.113.80/28,desktops,US,,Ashburn,39.04,-77.48,10,64505,CloudNet,hosting,false",
        "203.0.113.96/28,exit,NL,,Amsterdam,52.37,4.9,10,64506,Corp,corporate,true",
        "203.0.113.112/28,mobile,US,,Wichita,37.7,-97.3,200,64507,MobileNet,mobile,false",
        "203.0.113.128/28,Astrill,US,,Los Angeles,34.05,-118.24,20,64508,Astrill,anonymiser,false",
        "203.0.113.160/28,phoenix,US,US-AZ,Phoenix,33.45,-112.07,10,64510,MesaNet,fixed,false",
    ];
}
