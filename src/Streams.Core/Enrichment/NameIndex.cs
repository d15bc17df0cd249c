using System.Text;
using Streams.Core.Activities;

namespace Streams.Core.Enrichment;

/// <summary>
/// Listed names by similarity. A name is its words without case, punctuation and diacritics; their order does not
/// count. Two names are
/// alike when their words pair off with a mean Jaro-Winkler ≥ 0.92, or when they differ in nothing but where the spaces
/// stand.
/// </summary>
internal sealed class NameIndex
{
    public const double Threshold = 0.92;

    private const int CharsMax = 128, WordsMax = 10;

    private readonly List<Listed>[] _byWords = new List<Listed>[WordsMax + 1];
    private readonly Dictionary<Key128, WatchEntry> _joined = [];

    public void Add(WatchEntry entry)
    {
        Span<char> text = stackalloc char[CharsMax];
        Span<Range> words = stackalloc Range[WordsMax];
        var count = Words(Encoding.UTF8.GetBytes(entry.Value), text, words);
        if (count == 0) return;
        var listed = new string[count];
        for (var i = 0; i < count; i++) listed[i] = new string(text[words[i]]);
        (_byWords[count] ??= []).Add(new Listed(entry, listed));
        _joined.TryAdd(Joined(text, words[..count], 0), entry);
    }

    public (WatchEntry? Entry, double Similarity) Find(ReadOnlySpan<byte> name)
    {
        if (_joined.Count == 0 || name.IsEmpty) return (null, 0);
        Span<char> text = stackalloc char[CharsMax];
        Span<Range> words = stackalloc Range[WordsMax];
        var count = Words(name, text, words);
        if (count == 0) return (null, 0);
        // "Kim Seun" and "Se-Un Kim" are "Kim Se Un": family names stand first or last.
        for (var first = 0; first < count; first++)
            if (_joined.TryGetValue(Joined(text, words[..count], first), out var same)) return (same, 1);

        WatchEntry? best = null;
        var most = 0.0;
        // With one word missing the mean of at most ten words is below the threshold, so only equal counts can match.
        foreach (var listed in _byWords[count] ?? [])
        {
            var similarity = Similarity(listed.Words, text, words[..count]);
            if (similarity >= Threshold && similarity > most) (best, most) = (listed.Entry, similarity);
        }

        return (best, most);
    }

    public static int WordCount(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[CharsMax];
        Span<Range> words = stackalloc Range[WordsMax];
        return Words(name, text, words);
    }

    private static Key128 Joined(ReadOnlySpan<char> text, ReadOnlySpan<Range> words, int first)
    {
        Span<byte> joined = stackalloc byte[CharsMax * 3];
        var length = 0;
        for (var i = 0; i < words.Length; i++) length += Encoding.UTF8.GetBytes(text[words[(first + i) % words.Length]], joined[length..]);
        return Key128.Of(joined[..length]);
    }

    /// <summary>Mean over the best pairs, taken greedily.</summary>
    private static double Similarity(string[] listed, ReadOnlySpan<char> text, ReadOnlySpan<Range> words)
    {
        var used = 0;
        var sum = 0.0;
        for (var i = 0; i < listed.Length; i++)
        {
            var best = -1;
            var most = -1.0;
            for (var j = 0; j < words.Length; j++)
            {
                if ((used & (1 << j)) != 0) continue;
                var similarity = JaroWinkler.Of(listed[i], text[words[j]]);
                if (similarity > most) (best, most) = (j, similarity);
            }

            used |= 1 << best;
            sum += most;
            // Even perfect pairs for the rest would not reach the threshold.
            if (sum + (listed.Length - i - 1) < Threshold * listed.Length) return 0;
        }

        return sum / listed.Length;
    }

    /// <summary>Splits into folded words; a name longer than the buffers is cut.</summary>
    private static int Words(ReadOnlySpan<byte> name, Span<char> text, Span<Range> words)
    {
        int length = 0, start = 0, count = 0;
        Span<char> folded = stackalloc char[4];
        while (!name.IsEmpty)
        {
            Rune.DecodeFromUtf8(name, out var rune, out var used);
            name = name[used..];
            var n = Folding.Fold(rune, folded);
            if (n > 0 && length + n <= text.Length)
            {
                folded[..n].CopyTo(text[length..]);
                length += n;
            }
            else if (n < 0 && length > start && count < words.Length)
            {
                words[count++] = start..length;
                start = length;
            }
        }

        if (length > start && count < words.Length) words[count++] = start..length;
        return count;
    }

    private sealed record Listed(WatchEntry Entry, string[] Words);
}
