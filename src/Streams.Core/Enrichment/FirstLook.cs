namespace Streams.Core.Enrichment;

/// <summary>
/// Says at once of nearly every text that a set does not hold it, whatever its case: by its length and three of its
/// letters. What it does not turn down has to be looked up.
/// </summary>
internal sealed class FirstLook
{
    private const int Bits = 4096;

    private readonly ulong[] _seen = new ulong[Bits / 64];

    public static FirstLook Of(IEnumerable<byte[]> texts)
    {
        var look = new FirstLook();
        foreach (var text in texts) look.Add(text);
        return look;
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        var bit = BitOf(text);
        _seen[bit >> 6] |= 1UL << (bit & 63);
    }

    public bool MayHold(ReadOnlySpan<byte> text)
    {
        var bit = BitOf(text);
        return (_seen[bit >> 6] >> (bit & 63) & 1) != 0;
    }

    private static int BitOf(ReadOnlySpan<byte> text) => text.IsEmpty ? 0
        : (text.Length * 7 ^ Folded(text[0]) * 31 ^ Folded(text[^1]) * 131 ^ Folded(text[text.Length / 2]) * 521) & (Bits - 1);

    // Letters of either case fall together; so do some other bytes, which only lets more through.
    private static int Folded(byte c) => c | 0x20;
}
