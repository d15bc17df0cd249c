using Streams.Synthetic;

namespace Streams.Benchmarks.Events;

/// <summary>
/// Records of one format (or of all, as they came) end to end in one array, so that every variant reads the same
/// memory.
/// </summary>
internal sealed class Corpus(string name)
{
    private readonly List<(int Start, int Length)> _records = [];
    private byte[] _bytes = new byte[1 << 20];
    private int _used;

    public string Name { get; } = name;

    public byte[] Bytes => _bytes;

    public int Count => _records.Count;

    public long Length => _used;

    /// <summary>JSON is walked by the platform's reader, text by its own tokenizer.</summary>
    public bool IsJson => Name != "globalprotect";

    public (int Start, int Length) this[int index] => _records[index];

    /// <summary>
    /// Okta, Entra, GlobalProtect and GitHub, each by itself and all in the order of the company's work.
    /// </summary>
    public static IReadOnlyList<Corpus> Load()
    {
        var mixed = new Corpus("mixed");
        var formats = new SortedDictionary<string, Corpus>(StringComparer.Ordinal);
        foreach (var record in MixedRecords.Of(MixedRecords.Large))
        {
            if (!formats.TryGetValue(record.Format, out var corpus)) formats.Add(record.Format, corpus = new Corpus(record.Format));
            corpus.Add(record.Bytes);
            mixed.Add(record.Bytes);
        }

        return [.. formats.Values, mixed];
    }

    private void Add(byte[] record)
    {
        if (_bytes.Length - _used < record.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, (_bytes.Length + (long)record.Length) * 2));
        record.CopyTo(_bytes, _used);
        _records.Add((_used, record.Length));
        _used += record.Length;
    }
}
