using System.Net;
using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Tests.Activities;

public sealed class IpTextTests
{
    [Theory]
    [InlineData("203.0.113.24", "203.0.113.24")]
    [InlineData(" 203.0.113.24 ", "203.0.113.24")]
    [InlineData("203.0.113.24:51234", "203.0.113.24")]
    [InlineData("[203.0.113.24]:51234", "203.0.113.24")]
    [InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("2001:db8::1#443", "2001:db8::1")]
    [InlineData("2001:db8::1p443", "2001:db8::1")]
    [InlineData("2001:db8::1 port 443", "2001:db8::1")]
    [InlineData("2001:db8::1.443", "2001:db8::1")]
    [InlineData("2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2:3:4:5:6")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6")]
    [InlineData("::ffff:203.0.113.24", "203.0.113.24")]
    [InlineData("::ffff:203.0.113.24:51234", "203.0.113.24")]
    [InlineData("[::ffff:203.0.113.24]:51234", "203.0.113.24")]
    [InlineData("::ffff:cb00:7118", "203.0.113.24")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("2001:DB8::", "2001:db8::")]
    [InlineData("::1", "::1")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    public void Reads_every_spelling(string text, string expected) => IpAddress.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("-")]
    [InlineData("N/A")]
    [InlineData("null")]
    [InlineData("0.0.0.0")]
    [InlineData("0.0.0.0:443")]
    [InlineData("::")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("vpn.corp.example")]
    [InlineData("AWS Internal")]
    [InlineData("signin.amazonaws.com")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5.6.7")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4:")]
    [InlineData("1.2.3.4:port")]
    [InlineData("12345::1")]
    [InlineData("1::2::3")]
    [InlineData("aa:bb:cc:dd:ee:ff")]
    [InlineData("aa-bb-cc-dd-ee-ff")]
    [InlineData("[::1")]
    [InlineData("10.0.0.0-10.255.255.255")]
    public void Refuses_what_is_no_address(string text) => IpAddress.Parse(text).IsNone.ShouldBeTrue();

    [Fact]
    public void Agrees_with_the_framework_on_random_addresses()
    {
        var random = new Random(7);
        var bytes = new byte[16];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            for (var j = 0; j < 16; j++)
            {
                if (random.Next(3) > 0) bytes[j] = 0;
            }

            var address = new IPAddress(i % 3 == 0 ? bytes[..4] : bytes);
            var expected = address.IsIPv4MappedToIPv6 ? IpAddress.From(address.MapToIPv4()) : IpAddress.From(address);
            if (expected.IsV4 && expected.V4 == 0) continue;
            IpAddress.Parse(address.ToString()).ShouldBe(expected, address.ToString());
        }
    }

    [Fact]
    public void Never_throws_on_noise()
    {
        var random = new Random(11);
        var alphabet = "0123456789abcdef:.[]%#p/ \"-x"u8.ToArray();
        var text = new byte[40];
        for (var i = 0; i < 100_000; i++)
        {
            var length = random.Next(text.Length);
            for (var j = 0; j < length; j++) text[j] = alphabet[random.Next(alphabet.Length)];
            var spelling = Encoding.UTF8.GetString(text, 0, length);
            Should.NotThrow(() => IpAddress.Parse(spelling), spelling);
        }
    }
}
