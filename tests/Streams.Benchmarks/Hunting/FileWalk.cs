using Streams.Benchmarks.Events;
using Streams.Files;

namespace Streams.Benchmarks.Hunting;

/// <summary>
/// <c>bench walk FOLDER</c>: the same files through the same record reader, each record walked and forgotten.
/// </summary>
internal static class FileWalk
{
    public static void Run(string folder)
    {
        long records = 0, tokens = 0, bytes = 0;
        foreach (var file in LogFiles.Find([folder]))
        {
            foreach (var part in LogParts.Open(file))
            {
                using (part)
                {
                    if (part.Stream is null) continue;
                    using var reader = new RecordReader(part.Stream);
                    while (reader.Read(out var record, out _, out var problem))
                    {
                        if (problem is not null || record.Count == 0) continue;
                        records++;
                        bytes += record.Count;
                        tokens += BareWalk.Of(record);
                    }
                }
            }
        }

        System.Console.WriteLine($"walked {records:N0} records, {bytes:N0} bytes, {tokens:N0} tokens");
    }
}
