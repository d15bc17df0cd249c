namespace Streams.Core.Formats;

/// <summary>
/// Which formats are asked, and in which order. Those with a signature of their own exclude each other, so the one that
/// matched last
/// may come first without changing any answer; generic ones keep their order.
/// </summary>
internal sealed class RecognitionOrder
{
    private const int LikelyStreak = 4;

    public RecognitionOrder()
    {
        var all = FormatCatalogue.All;
        Jsons =
        [
            [.. all.OfType<JsonFormat>().Where(format => format.Order == 0)],
            .. all.OfType<JsonFormat>().Where(format => format.Order > 0).Select(format => new[] { format }),
        ];
        Texts = [.. all.Where(format => format.Shape == RecordShape.Text && format.Order == 0)];
        GenericTexts = [.. all.Where(format => format.Shape == RecordShape.Text && format.Order > 0)];
        GitLogs = [.. all.Where(format => format.Shape == RecordShape.GitLog)];
    }

    public JsonFormat[][] Jsons { get; }

    public Format[] Texts { get; }

    public Format[] GenericTexts { get; }

    public Format[] GitLogs { get; }

    /// <summary>A format that the operator named excludes all others; wrappers come off all the same.</summary>
    public static bool IsWanted(Format format, SourceSettings source) =>
        source.Format is null or "auto" || source.Format == format.Name;

    /// <summary>Records in a row that the format in front recognised.</summary>
    public int Streak { get; private set; }

    /// <summary>
    /// The format in front is so likely the right one that reading its fields first costs less than to search the bytes
    /// for its markers. Only the order of the two tests changes, never an answer.
    /// </summary>
    public bool IsLikely(int index) => index == 0 && Streak >= LikelyStreak;

    /// <summary>A JSON format recognised a record.</summary>
    public void Recognised(JsonFormat[] formats, int index)
    {
        Streak = index == 0 && formats[0].Order == 0 ? Math.Min(Streak + 1, LikelyStreak) : 0;
        MoveToFront(formats, index);
    }

    public static void MoveToFront<T>(T[] formats, int index) where T : Format
    {
        if (index == 0 || formats[index].Order > 0) return;
        var format = formats[index];
        Array.Copy(formats, 0, formats, 1, index);
        formats[0] = format;
    }
}
