using System.Globalization;
using Streams.Core.Activities;

namespace Streams.Benchmarks.State;

/// <summary>What an ordinary person does, each from a line and a device of his own.</summary>
internal static class QuietEvent
{
    public static void Fill(Activity activity, int account, long time, ActivityKind kind, byte[] name)
    {
        activity.Clear();
        activity.Time = time;
        activity.Kind = kind;
        activity.Outcome = Outcome.Success;
        activity.Interactive = true;
        activity.Account = Key128.OfFolded(name);
        activity.EventKey = activity.Account.With(new Key128((ulong)time, (ulong)kind));
        activity.Ip = IpAddress.FromV4((uint)(0x44_00_00_00 + account));
        activity.Place.Country = CountryCode.Parse("US");
        activity.Place.Latitude = 25 + account % 20;
        activity.Place.Longitude = -120 + account % 50;
        activity.Place.Flags = PlaceFlags.Located;
        activity.Place.RadiusKm = 20;
        activity.Place.Class = NetworkClass.Fixed;
        activity[TextField.Email] = new Utf8Text(name, 0, name.Length);
        activity[TextField.DeviceId] = Utf8Text.Of(string.Create(CultureInfo.InvariantCulture, $"device-{account:x8}"));
        activity[TextField.EventId] = Utf8Text.Of(string.Create(CultureInfo.InvariantCulture, $"e-{time}-{account}"));
    }
}
