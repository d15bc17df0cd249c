using Streams.Synthetic.Work;

namespace Streams.Synthetic.Logs;

/// <summary>The open log files of every vendor; a new set each period.</summary>
internal sealed class LogFiles(CompanyOptions options, ICompanyOutput output) : IDisposable
{
    private readonly VendorFile[] _files = [.. Vendors.All().Select(vendor => new VendorFile(vendor.Log, vendor.Filing, options, output))];

    public void Write(DateOnly day, IReadOnlyList<Happening> happenings)
    {
        foreach (var file in _files)
        {
            file.Turn(day);
            foreach (var happening in happenings)
                if (file.Log.Takes(happening)) file.Write(happening);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
