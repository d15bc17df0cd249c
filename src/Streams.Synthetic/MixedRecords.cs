using Streams.Synthetic.Logs;
using Streams.Synthetic.Work;

namespace Streams.Synthetic;

/// <summary>A raw record of the benchmark mix: the format's name and the bytes as a topic would carry them.</summary>
public readonly record struct MixedRecord(string Format, byte[] Bytes);

/// <summary>
/// Okta, Entra, GlobalProtect and GitHub records in the order of a working company, every event distinct, for
/// benchmarks.
/// </summary>
public static class MixedRecords
{
    /// <summary>Options that give more than 200,000 distinct events.</summary>
    public static readonly CompanyOptions Large = new() { Seed = 1, Accounts = 600, Days = 56 };

    public static IEnumerable<MixedRecord> Of(CompanyOptions options)
    {
        var logs = Vendors.All().Select(vendor => vendor.Log)
            .Where(log => log.Format is "okta" or "entra" or "globalprotect" or "github").ToArray();
        var records = new List<MixedRecord>();
        foreach (var (_, happenings) in Simulation.Run(Company.Create(options)))
        {
            foreach (var happening in happenings)
            {
                foreach (var log in logs)
                    if (log.Takes(happening)) log.Write(happening, record => records.Add(new MixedRecord(log.Format, record.ToArray())));
            }

            foreach (var record in records) yield return record;
            records.Clear();
        }
    }
}
