using System.Text;
using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class AccountTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("pre-logon")]
    [InlineData("*****")]
    [InlineData("N/A")]
    [InlineData("unknown")]
    [InlineData("Anonymous")]
    [InlineData("null")]
    [InlineData("-")]
    public void Words_for_nobody_are_nothing(string name) => AccountText.Clean(Utf8Text.Of(name)).IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("ana@corp.example", "ana@corp.example", "ana@corp.example", null)]
    [InlineData("CORP\\ana", "ana", null, "CORP")]
    [InlineData("CORP\\\\ana", "ana", null, "CORP")]
    [InlineData("CORP\\ana@corp.example", "ana@corp.example", "ana@corp.example", "CORP")]
    [InlineData("CORP\\pre-logon", null, null, null)]
    [InlineData("wei_home.example#EXT#@corp.onmicrosoft.com", "wei@home.example", "wei@home.example", null)]
    [InlineData("wei@home.example#ext#", "wei@home.example", "wei@home.example", null)]
    [InlineData("#EXT#", "#EXT#", null, null)]
    [InlineData("octocat", "octocat", null, null)]
    public void A_name_is_put_where_it_belongs(string name, string? login, string? email, string? domain)
    {
        var activity = new Activity();
        activity.Clear();
        AccountText.SetName(activity, Utf8Text.Of(name), new DecodeScratch());
        activity[TextField.Login].ToStringOrNull().ShouldBe(login);
        activity[TextField.Email].ToStringOrNull().ShouldBe(email);
        activity[TextField.Domain].ToStringOrNull().ShouldBe(domain);
    }

    [Theory]
    [InlineData("dependabot[bot]", AccountType.Bot)]
    [InlineData("123+renovate[bot]@users.noreply.github.com", AccountType.Bot)]
    [InlineData("ci@corp.example", AccountType.Service)]
    [InlineData("root@host.(none)", AccountType.Service)]
    [InlineData("ana@corp.example", AccountType.Person)]
    [InlineData("root@corp.example", AccountType.Person)]
    public void Bots_and_services_are_marked(string name, AccountType type) =>
        AccountText.TypeOf(Encoding.UTF8.GetBytes(name)).ShouldBe(type);
}
