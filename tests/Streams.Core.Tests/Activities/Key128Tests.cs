using Streams.Core.Activities;

namespace Streams.Core.Tests.Activities;

public sealed class Key128Tests
{
    /// <summary>Snapshots and finding ids rest on these: the function is frozen.</summary>
    [Theory]
    [InlineData(0, "7760d5fae01f639c30e8ab5547e29a7a")]
    [InlineData(1, "b32a649d1cc99d70ab16c9e5dabd450d")]
    [InlineData(3, "79761135f1103c0b43d0ed8256134e13")]
    [InlineData(40, "2a13c1b0e43866c873cefe765c772375")]
    [InlineData(300, "94013d78d15bd9d36c2139249d8a0144")]
    public void A_text_has_the_key_that_it_always_had(int length, string key) => Key128.Of(Text(length)).ToString().ShouldBe(key);

    [Fact]
    public void A_folded_key_is_the_key_of_the_lower_case_text()
    {
        for (var length = 0; length < 300; length++)
        {
            var text = Text(length);
            var lower = text.Select(c => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c + 32) : c).ToArray();
            Key128.OfFolded(text, 7).ShouldBe(Key128.Of(lower, 7), $"at {length} bytes");
        }
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => unchecked((byte)(i * 37 + 65)))];
}
