using Streams.Core.Activities;
using Streams.Runtime.Frames;

namespace Streams.Runtime.Tests;

/// <summary>Ordinary values.</summary>
internal static class Some
{
    public static Activity Activity(string account, long time, string id)
    {
        var activity = new Activity();
        activity.Clear();
        activity.Time = time;
        activity.Kind = ActivityKind.SsoLogin;
        activity.Outcome = Outcome.Success;
        activity.Account = Key128.Of(account);
        activity.EventKey = Key128.Of(id);
        activity.Ip = IpAddress.Parse("203.0.113.7");
        activity.Origin = new Origin(3, 17, 2);
        activity[TextField.Login] = Utf8Text.Of(account);
        activity[TextField.EventId] = Utf8Text.Of(id);
        return activity;
    }

    public static byte[] Encoded(Activity activity)
    {
        var bytes = new ByteWriter();
        ActivityCodec.Write(bytes, activity);
        return bytes.ToArray();
    }
}
