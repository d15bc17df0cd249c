using System.Globalization;
using System.Text;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats.Text;

public sealed class DecimalTextTests
{
    [Fact]
    public void A_decimal_is_the_double_that_the_platform_reads()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = random.NextInt64((long)Math.Pow(10, random.Next(1, 14))).ToString(CultureInfo.InvariantCulture);
            if (digits.Length > 1 && random.Next(4) > 0) digits = digits.Insert(random.Next(1, digits.Length), ".");
            if (random.Next(2) == 0) digits = "-" + digits;
            DecimalText.TryParse(Encoding.UTF8.GetBytes(digits), out var number).ShouldBeTrue(digits);
            BitConverter.DoubleToInt64Bits(number)
                .ShouldBe(BitConverter.DoubleToInt64Bits(double.Parse(digits, CultureInfo.InvariantCulture)), digits);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1234567890123456")]
    public void Anything_else_is_left_to_the_platform(string text) =>
        DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();
}
