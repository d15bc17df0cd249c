using Streams.Core.Activities;
using Streams.Runtime.Shards;

namespace Streams.Runtime.Tests.Shards;

public sealed class AccountStoreTests
{
    /// <summary>Keys that share their home in the index are what a removal could lose.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 40)]
    [InlineData(3, 100_000)]
    public void Whatever_comes_and_goes_every_account_is_found_with_its_own_block(int seed, int homes)
    {
        var random = new Random(seed);
        var store = new AccountStore(8);
        var known = new Dictionary<Key128, int>();
        var most = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var key = new Key128((ulong)random.Next(homes), (ulong)random.Next(300));
            if (known.Remove(key, out var index)) store.Remove(index);
            else Add(key);
            most = Math.Max(most, known.Count);
        }

        store.Count.ShouldBe(known.Count);
        store.Places.ShouldBe(most, "a place is used again");
        for (ulong hi = 0; hi < (ulong)Math.Min(homes, 40); hi++)
            for (ulong lo = 0; lo < 300; lo++)
                store.Find(new Key128(hi, lo)).ShouldBe(known.GetValueOrDefault(new Key128(hi, lo), -1));
        foreach (var (key, index) in known)
        {
            store.Find(key).ShouldBe(index);
            BitConverter.ToUInt64(store.Block(index)).ShouldBe(key.Lo + 1);
        }

        void Add(Key128 key)
        {
            var index = store.Add(key, "somebody");
            store.Block(index).IndexOfAnyExcept((byte)0).ShouldBe(-1);
            BitConverter.TryWriteBytes(store.Block(index), key.Lo + 1);
            known.Add(key, index);
        }
    }
}
