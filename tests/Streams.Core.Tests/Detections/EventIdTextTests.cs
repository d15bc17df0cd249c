using System.Runtime.CompilerServices;
using System.Text;
using Streams.Core.Activities;
using Streams.Core.Detections;

namespace Streams.Core.Tests.Detections;

public class EventIdTextTests
{
    private static readonly Key128 Event = Key128.Of("the record's bytes");

    [Theory]
    [InlineData("a")]
    [InlineData("twenty-three byte: äö")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("0F8FAD5B-D9CB-469F-A165-70867728950E")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("e83c5163316f89bfbde7d9ab23ca2e25604af290")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e")]
    [InlineData("012801096514-70867728950|2026-03-02:09.00/1_2")]
    [InlineData("1234567890123456789012345678901234567890123456")]
    public void Gives_its_text_back(string id)
    {
        Encoding.UTF8.GetByteCount(id).ShouldBeLessThanOrEqualTo(46);
        var packed = EventIdText.Of(Encoding.UTF8.GetBytes(id), Event);
        packed.IsExact.ShouldBeTrue();
        packed.ToString().ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0f8fad5b-d9cb-469F-a165-70867728950e")]
    [InlineData("a text that is longer than twenty-three bytes")]
    [InlineData("12345678901234567890123456789012345678901234567")]
    public void Falls_back_to_the_events_key(string id)
    {
        var packed = EventIdText.Of(Encoding.UTF8.GetBytes(id), Event);
        packed.IsExact.ShouldBeFalse();
        packed.ToString().ShouldBe(Event.ToString());
    }

    [Fact]
    public void Different_ids_differ_and_seeded_ids_round_trip()
    {
        var random = new Random(11);
        const string alphabet = "0123456789abcdef-:._/|Zz";
        var seen = new Dictionary<string, EventIdText>();
        for (var i = 0; i < 20_000; i++)
        {
            var letters = random.Next(3) switch { 0 => 10, 1 => 16, _ => alphabet.Length };
            var id =
                new string([.. Enumerable.Range(0, random.Next(1, 50)).Select(_ => alphabet[random.Next(letters)])]);
            var packed = EventIdText.Of(Encoding.UTF8.GetBytes(id), Key128.Of(id));
            if (packed.IsExact) packed.ToString().ShouldBe(id);
            seen[id] = packed;
        }

        seen.Values.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public void Takes_twenty_four_bytes() => Unsafe.SizeOf<EventIdText>().ShouldBe(24);
}
