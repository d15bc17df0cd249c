namespace Streams.Core.Detections;

/// <summary>
/// Many lower-case words looked for in one pass: a table of their first two bytes turns nearly every position down at
/// once. A push is
/// read for thirty agents' marks on the hot path.
/// </summary>
internal sealed class WordSet
{
    private readonly byte[][] _words;

    // One bit a pair of bytes, 8 KB; a pair's bit is set in either case.
    private readonly ulong[] _pairs = new ulong[1024];

    public WordSet(params string[] words)
    {
        _words = [.. words.Select(System.Text.Encoding.UTF8.GetBytes)];
        foreach (var word in _words)
            foreach (var first in Cases(word[0]))
                foreach (var second in Cases(word[1]))
                {
                    var pair = first << 8 | second;
                    _pairs[pair >> 6] |= 1UL << (pair & 63);
                }
    }

    public bool IsIn(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return false;
        var pairs = _pairs;
        int pair = text[0];
        for (var i = 1; i < text.Length; i++)
        {
            pair = (pair << 8 | text[i]) & 0xFFFF;
            if ((pairs[pair >> 6] >> (pair & 63) & 1) == 0) continue;
            foreach (var word in _words)
                if (Words.StartsWith(text[(i - 1)..], word)) return true;
        }

        return false;
    }

    private static byte[] Cases(byte c) => c is >= (byte)'a' and <= (byte)'z' ? [c, (byte)(c & 0xDF)] : [c];
}
