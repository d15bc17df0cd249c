using System.Buffers.Binary;
using Streams.Core.Activities;
using Streams.Files.Sorting;

namespace Streams.Files.Tests;

public sealed class ExternalSorterTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(256, 128, 0)]
    [InlineData(1, 128, 5)]
    [InlineData(1, 2, 5)]
    [InlineData(1, 3, 5)]
    public void Order_is_time_key_sequence_and_then_of_adding(int megabytes, int width, int runsMin)
    {
        using var sorter = Sorter(megabytes, width);
        var random = new Random(7);
        var expected = new List<(long Time, Key128 Key, ulong Sequence, int Ordinal, int Length)>();
        var payload = new byte[600];
        for (var i = 0; i < 20_000; i++)
        {
            var item = (Time: (long)random.Next(-50, 50), Key: new Key128((ulong)random.Next(5), (ulong)random.Next(5)),
                Sequence: (ulong)random.Next(3), i, Length: random.Next(4, payload.Length));
            payload.AsSpan().Fill((byte)i);
            BinaryPrimitives.WriteInt32LittleEndian(payload, i);
            sorter.Add(item.Time, item.Key, item.Sequence, payload.AsSpan(0, item.Length));
            expected.Add(item);
        }

        foreach (var item in expected.OrderBy(e => e.Time).ThenBy(e => e.Key).ThenBy(e => e.Sequence).ThenBy(e => e.Ordinal))
        {
            sorter.MoveNext().ShouldBeTrue();
            var ordinal = BinaryPrimitives.ReadInt32LittleEndian(sorter.Payload);
            if ((sorter.Time, sorter.Key, sorter.Sequence, ordinal, sorter.Payload.Length) != item) item.Ordinal.ShouldBe(ordinal);
            if (sorter.Payload.Length > 4) sorter.Payload[4..].IndexOfAnyExcept((byte)item.Ordinal).ShouldBe(-1);
        }

        sorter.MoveNext().ShouldBeFalse();
        sorter.MoveNext().ShouldBeFalse();
        sorter.RunsSpilled.ShouldBeGreaterThanOrEqualTo(runsMin);
        if (runsMin == 0) sorter.RunsSpilled.ShouldBe(0);
    }

    [Fact]
    public void Payload_larger_than_the_memory_goes_through()
    {
        using var sorter = Sorter(1);
        var large = new byte[5_000_000];
        large[^1] = 9;
        for (var i = 3; i > 0; i--) sorter.Add(i, default, 0, i == 2 ? large : "small"u8);
        var lengths = new List<int>();
        while (sorter.MoveNext()) lengths.Add(sorter.Payload.Length);
        lengths.ShouldBe([5, large.Length, 5]);
    }

    [Fact]
    public void Empty_sorter_has_nothing_and_adding_after_reading_is_refused()
    {
        using var sorter = Sorter(1);
        sorter.MoveNext().ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => sorter.Add(0, default, 0, default));
    }

    [Fact]
    public void Runs_are_private_and_nothing_is_left()
    {
        using (var sorter = Sorter(1))
        {
            Fill(sorter, 10_000);
            sorter.RunsSpilled.ShouldBeGreaterThan(0);
            var folder = Directory.GetDirectories(_scratch.Folder).ShouldHaveSingleItem();
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
            }
        }

        Directory.GetFileSystemEntries(_scratch.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void Folder_that_takes_no_file_is_named_with_its_setting()
    {
        var file = _scratch.Write("file", "x");
        using var sorter = new ExternalSorter(new SorterSettings { MemoryBytes = 1, TempFolder = Path.Combine(file, "below"), TempSetting = "--temp" });
        var error = Should.Throw<SorterStorageException>(() => Fill(sorter, 10_000));
        error.Message.ShouldContain(file);
        error.Message.ShouldContain("--temp");
    }

    [Fact]
    public void Adding_and_reading_allocate_nothing_an_item()
    {
        using var sorter = Sorter(64);
        Fill(sorter, 1100);
        Allocations.Of(() => Fill(sorter, 180)).ShouldBe(0);
        sorter.MoveNext();
        var read = 1;
        Allocations.Of(() =>
        {
            for (var i = 0; i < 300 && sorter.MoveNext(); i++) read += sorter.Payload.Length > 0 ? 1 : 0;
        }).ShouldBe(0);
        while (sorter.MoveNext()) read++;
        read.ShouldBe(2_000);
    }

    private static void Fill(ExternalSorter sorter, int count)
    {
        Span<byte> payload = stackalloc byte[300];
        payload.Clear();
        for (var i = 0; i < count; i++) sorter.Add(i * 7919 % count, new Key128(1, (ulong)i), 0, payload);
    }

    private ExternalSorter Sorter(int megabytes, int width = 128) => new(new SorterSettings
    {
        MemoryBytes = megabytes * 1024L * 1024,
        TempFolder = _scratch.Folder,
        MergeWidth = width,
    });
}
