using Streams.Runtime.Frames;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Frames;

public sealed class RecordTallyTests
{
    private readonly RecordTally _tally = new();

    public RecordTallyTests()
    {
        _tally.Begin(9);
        _tally.Add(10, 1, 0, 0);
        _tally.Add(11, 0, 1, 0);
        _tally.Add(12, 0, 0, 1);
        _tally.Add(15, 3, 1, 2);
        _tally.Add(16, 0, 0, 0);
        _tally.Add(17, 1, 0, 0);
    }

    [Fact]
    public void A_range_is_counted_whole() => Sum(mark: 9).ShouldBe(new SourceTotals(10, 5, 2, 3));

    [Fact]
    public void What_was_counted_before_is_left_out()
    {
        Sum(mark: 12).ShouldBe(new SourceTotals(7, 4, 1, 2));
        Sum(mark: 14).ShouldBe(new SourceTotals(7, 4, 1, 2), "offsets that the log left out hold nothing");
        Sum(mark: 15).ShouldBe(new SourceTotals(1, 1, 0, 0));
        Sum(mark: 17).ShouldBe(new SourceTotals(0, 0, 0, 0));
    }

    [Fact]
    public void An_ordinary_record_takes_one_byte()
    {
        _tally.Begin(0);
        for (var offset = 1; offset <= 100; offset++) _tally.Add(offset, 1, 0, 0);
        _tally.Written.Length.ShouldBe(100);
    }

    [Fact]
    public void An_unknown_kind_of_record_is_refused() =>
        Should.Throw<InvalidDataException>(() => RecordTally.Sum([9], 0, 0));

    private SourceTotals Sum(long mark) => RecordTally.Sum(_tally.Written, from: 9, mark);
}
