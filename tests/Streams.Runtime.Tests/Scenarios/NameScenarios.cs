using static Streams.Runtime.Tests.Scenarios.Raw;

namespace Streams.Runtime.Tests.Scenarios;

public class NameScenarios
{
    [Fact]
    public void The_directory_joins_all_names_of_one_person()
    {
        var ana = new Scenario().Directory(Row(Ana, names: "CORP\\ana;github:ana-gh;ana@home.example")).Logs(
            GlobalProtect(At(2, 8), "corp\\ANA", Places.Denver), Okta(At(2, 9), "Ana@Corp.example", Places.Denver),
            Push(At(2, 10), "Ana-GH", At(2, 10), Ana), GitLog(At(2, 11), "ana@home.example")).Hunt().Accounts.Single();
        (ana.Account, ana.Events).ShouldBe((Ana, 4L));
        ana.Sources.ShouldBe(["code", "sso", "vpn"]);
    }

    [Fact]
    public void Saml_links_a_forge_login_also_for_events_before_it_and_for_its_hidden_address()
    {
        var ana = new Scenario().Logs(
            Push(At(2, 8), "ana-gh", At(2, 8), "x@y.example"), Audit(At(2, 9), "ana-gh", nameId: Ana), Okta(At(2, 10), Ana, Places.Denver),
            GitLog(At(2, 11), "7+ana-gh@users.noreply.github.com")).Hunt().Accounts.Single();
        (ana.Account, ana.Events).ShouldBe((Ana, 4L));
        ana.Names.ShouldContain("ana-gh");
    }

    [Fact]
    public void A_sources_domain_completes_its_names()
    {
        var ana = new Scenario().Domain("corp.example")
            .Logs(GlobalProtect(At(2, 8), "CORP\\ana", Places.Denver), Okta(At(2, 9), Ana, Places.Denver)).Hunt().Accounts.Single();
        ana.Names.ShouldBe([Ana, "CORP\\ana"]);
    }
}
