using Streams.Synthetic.People;

namespace Streams.Synthetic;

/// <summary>
/// A synthetic company: who works there, what is declared of them and what they really are. Logs come from
/// <see cref="CompanyWriter"/>.
/// </summary>
public sealed class Company
{
    private Company(CompanyOptions options, IReadOnlyList<Account> accounts)
    {
        Options = options;
        Accounts = accounts;
    }

    public CompanyOptions Options { get; }

    public IReadOnlyList<Account> Accounts { get; }

    public static Company Create(CompanyOptions options)
    {
        options.Validate();
        return new Company(options, Roster.Build(options));
    }
}
