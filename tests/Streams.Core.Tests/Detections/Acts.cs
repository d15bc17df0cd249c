using System.Globalization;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Tests.Detections;

/// <summary>
/// Activities in few words. Times are "2026-03-02 09:00" in UTC; an activity's event id is made from what it holds.
/// </summary>
internal static class Acts
{
    public static long At(string time) => new DateTimeOffset(
        DateTime.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static Activity Login(
        string time, Place place = default, string? device = null, string? session = null, string ip = "198.51.100.1",
        Outcome outcome = Outcome.Success) => New(ActivityKind.SsoLogin, At(time), place, ip, outcome, device, session);

    public static Activity Login(long time, Place place = default, string? device = null, string ip = "198.51.100.1") =>
        New(ActivityKind.SsoLogin, time, place, ip, Outcome.Success, device, null);

    public static Activity Of(ActivityKind kind, string time, Place place = default, string ip = "198.51.100.1") =>
        New(kind, At(time), place, ip, Outcome.Success, null, null);

    public static Activity Push(string time, params Commit[] commits) => Push(At(time), commits);

    public static Activity Push(long time, params Commit[] commits)
    {
        var push = New(ActivityKind.CodePush, time, default, "", Outcome.Unknown, null, null);
        push[TextField.Repo] = Utf8Text.Of("corp/app");
        foreach (var commit in commits) push.AddCommit() = commit;
        return push;
    }

    public static Commit Commit(string author = "ana@corp.example", string? committer = null, string coAuthors = "",
        string message = "Fix")
    {
        var commit = Core.Activities.Commit.Empty;
        commit.AuthorEmail = Utf8Text.Of(author);
        commit.CommitterEmail = Utf8Text.Of(committer ?? author);
        commit.CoAuthors = Utf8Text.Of(coAuthors);
        commit.Message = Utf8Text.Of(message);
        return commit;
    }

    public static Activity With(this Activity activity, TextField field, string text)
    {
        activity[field] = Utf8Text.Of(text);
        return Identify(activity);
    }

    public static Activity WithMfa(this Activity activity, string ip, Place place)
    {
        activity.MfaIp = IpAddress.Parse(ip);
        activity.MfaPlace = place;
        return activity;
    }

    public static Activity Change(this Activity activity, Action<Activity> change)
    {
        change(activity);
        return activity;
    }

    private static Activity New(
        ActivityKind kind, long time, Place place, string ip, Outcome outcome, string? device, string? session)
    {
        var activity = new Activity();
        activity.Clear();
        activity.Kind = kind;
        activity.Time = time;
        activity.Place = place;
        activity.Ip = IpAddress.Parse(ip);
        activity.Outcome = outcome;
        activity.Format = 1;
        if (device is not null) activity[TextField.DeviceId] = Utf8Text.Of(device);
        if (session is not null) activity[TextField.Session] = Utf8Text.Of(session);
        return Identify(activity);
    }

    private static Activity Identify(Activity activity)
    {
        var text = $"{activity.Kind}|{activity.Time}|{activity.Ip}|{activity[TextField.DeviceId]}"
            + $"|{activity[TextField.Session]}|{activity[TextField.RelayProvider]}|{activity.Place.Latitude}|{activity.Place.Longitude}";
        activity.EventKey = Key128.Of(text);
        activity[TextField.EventId] = Utf8Text.Of("e-" + activity.EventKey.ToString()[..16]);
        return activity;
    }
}

internal static class Places
{
    public static Place Berlin => Make("DE", 52.5f, 13.4f);

    public static Place Potsdam => Make("DE", 52.4f, 13.06f);

    public static Place Munich => Make("DE", 48.1f, 11.6f);

    public static Place Austin => Make("US", 30.3f, -97.7f);

    public static Place Phoenix => Make("US", 33.4f, -112.1f);

    public static Place Shenyang => Make("CN", 41.8f, 123.4f);

    public static Place Pyongyang => Make("KP", 39.0f, 125.75f);

    public static Place Egress =>
        new() { Flags = PlaceFlags.Egress, Class = NetworkClass.Corporate, Country = CountryCode.Parse("IE") };

    public static Place Inside => new() { Flags = PlaceFlags.Inside };

    public static Place Make(string country, float latitude, float longitude, NetworkClass line = NetworkClass.Fixed,
        float radius = 20) =>
        new()
        {
            Country = CountryCode.Parse(country),
            Latitude = latitude,
            Longitude = longitude,
            RadiusKm = radius,
            Class = line,
            Flags = PlaceFlags.Located,
            Asn = 64500,
        };

    public static Place On(this Place place, NetworkClass line) => place with { Class = line };

    public static Place Radius(this Place place, float km) => place with { RadiusKm = km };
}
