using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class TimeTextTests
{
    private static TimeValue Parse(string text)
    {
        TimeText.TryParse(Encoding.UTF8.GetBytes(text), out var time).ShouldBeTrue(text);
        return time;
    }

    [Theory]
    [InlineData("2007-01-09T09:41:00Z", "2007-01-09T09:41:00.000")]
    [InlineData("2007-01-09T09:41:00.22Z", "2007-01-09T09:41:00.220")]
    [InlineData("2007-01-09T09:41:00.535404056Z", "2007-01-09T09:41:00.535")]
    [InlineData("2007-01-09T11:41:00+02:00", "2007-01-09T09:41:00.000")]
    [InlineData("2007-01-09 11:41:00,5 +0200", "2007-01-09T09:41:00.500")]
    [InlineData("2007-01-09 09:41:00 UTC", "2007-01-09T09:41:00.000")]
    [InlineData("1/9/2007 10:41:00 AM +01:00", "2007-01-09T09:41:00.000")]
    [InlineData("12/12/2025 3:03:58 PM", "2025-12-12T15:03:58.000")]
    [InlineData("01/09/2007 12:41:00 AM", "2007-01-09T00:41:00.000")]
    [InlineData("01/09/2007 12:41:00 PM", "2007-01-09T12:41:00.000")]
    [InlineData("01/09/2007 09:41:00", "2007-01-09T09:41:00.000")]
    [InlineData("1168335660", "2007-01-09T09:41:00.000")]
    [InlineData("1168335660123", "2007-01-09T09:41:00.123")]
    [InlineData("1168335660123456", "2007-01-09T09:41:00.123")]
    [InlineData("1168335660123456789", "2007-01-09T09:41:00.123")]
    [InlineData("1168335660.5", "2007-01-09T09:41:00.500")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000")]
    public void Reads_the_moment(string text, string expected) =>
        DateTime.UnixEpoch.AddMilliseconds(Parse(text).Ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", null).ShouldBe(expected);

    [Fact]
    public void An_offset_is_kept_and_Z_is_none()
    {
        Parse("2007-01-09T11:41:00-03:30").WrittenOffset.ShouldBe((short)-210);
        Parse("2007-01-09T11:41:00+00:00").WrittenOffset.ShouldBe((short)0);
        Parse("2007-01-09T11:41:00Z").WrittenOffset.ShouldBe(Activity.NoOffset);
        Parse("2007-01-09T11:41:00").Zone.ShouldBe(TimeZoneMark.None);
    }

    [Fact]
    public void A_time_without_zone_is_read_in_the_source_s_zone_or_marked()
    {
        var time = Parse("2026-07-01T12:00:00");
        var zone = TimeZoneInfo.CreateCustomTimeZone("t", TimeSpan.FromHours(2), "t", "t");
        time.ToUtc(new SourceSettings { Zone = zone }, false, out var quality).ShouldBe(time.Ms - 7_200_000);
        quality.ShouldBe(TimeQuality.Vendor);
        time.ToUtc(SourceSettings.Default, false, out quality).ShouldBe(time.Ms);
        quality.ShouldBe(TimeQuality.AssumedZone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2007-02-30T00:00:00Z")]
    [InlineData("2007-13-01T00:00:00Z")]
    [InlineData("2007-01-09T24:00:00Z")]
    [InlineData("2007-01-09T09:41:00Zjunk")]
    [InlineData("13/13/2007 10:00:00 AM")]
    [InlineData("-168335660")]
    [InlineData("99999999999999999999999999")]
    public void What_is_no_time_is_refused(string text) =>
        TimeText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();
}
