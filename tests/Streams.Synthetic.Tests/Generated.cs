namespace Streams.Synthetic.Tests;

/// <summary>A company of four weeks, written once for all tests that only read it.</summary>
internal static class Generated
{
    private static readonly Lazy<(Company Company, MemoryOutput Output)> Default = new(() =>
    {
        var company = Company.Create(new CompanyOptions { Accounts = 240, Days = 28 });
        var output = new MemoryOutput();
        CompanyWriter.Write(company, output);
        return (company, output);
    });

    public static Company Company => Default.Value.Company;

    public static MemoryOutput Output => Default.Value.Output;

    public static MemoryOutput Write(CompanyOptions options)
    {
        var output = new MemoryOutput();
        CompanyWriter.Write(Company.Create(options), output);
        return output;
    }
}
