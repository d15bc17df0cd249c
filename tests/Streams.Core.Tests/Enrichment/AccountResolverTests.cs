using System.Text;
using Streams.Core.Activities;
using Streams.Core.Enrichment;

namespace Streams.Core.Tests.Enrichment;

public sealed class AccountResolverTests
{
    private const string Header = "account,names,person_id\n";

    [Theory]
    [InlineData("okta", "Ana@Corp.example", "", "", null, "ana@corp.example")]
    [InlineData("entra", "", "ana@corp.example", "id-1", null, "ana@corp.example")]
    [InlineData("globalprotect", "", "CORP\\Ana", "", "corp.example", "ana@corp.example")]
    [InlineData("globalprotect", "", "CORP\\\\Ana", "", "corp.example", "ana@corp.example")]
    [InlineData("openvpn", "", "ana", "", "corp.example", "ana@corp.example")]
    [InlineData("openvpn", "", "Ana", "", null, "openvpn:ana")]
    [InlineData("pulse-ivanti", "", "ana@REALM", "", null, "pulse-ivanti:ana")]
    [InlineData("github", "", "OctoCat", "583231", null, "github:octocat")]
    [InlineData("github", "583231+octocat@users.noreply.github.com", "", "", null, "github:octocat")]
    [InlineData("git-log", "octocat@users.noreply.github.com", "", "", null, "github:octocat")]
    [InlineData("okta", "", "", "00u9", null, "okta:00u9")]
    [InlineData("cisco-asa", "", "*****", "", null, "")]
    [InlineData("okta", "", "unknown", "unknown", "corp.example", "")]
    [InlineData("okta", "", "", "", "corp.example", "")]
    public void Without_directory_a_name_is_an_email_or_completed_or_qualified(
        string format, string email, string login, string id, string? domain, string expected)
    {
        var resolver = new AccountResolver(Tables.Empty);
        var key = resolver.Resolve(Record(email, login, id), new SourceSettingsView(format, domain));
        resolver.NameOf(key).ShouldBe(expected);
        key.ShouldBe(expected.Length == 0 ? default : Key128.OfFolded(Encoding.UTF8.GetBytes(expected)));
    }

    [Theory]
    [InlineData("okta", "ANA@corp.example", "", "E100")]
    [InlineData("github", "", "Ana-S", "E100")]
    [InlineData("gitlab", "", "ana-s", "gitlab:ana-s")]
    [InlineData("github", "1+ana-s@users.noreply.github.com", "", "E100")]
    [InlineData("globalprotect", "", "PARTNER\\ana.k", "E100")]
    [InlineData("openvpn", "", "ana.k@anything.example", "E100")]
    [InlineData("openvpn", "", "ana.k", "E100")]
    // Whole first: the part of one name must not win over another's whole name.
    [InlineData("openvpn", "ana.k@ben.example", "", "E200")]
    [InlineData("github", "other@gmail.example", "ana-s", "E100")]
    public void The_directory_comes_first(string format, string email, string login, string expected)
    {
        var resolver = With("E100,ana@corp.example;github:ana-s;ana.k,p1\nE200,ana.k@ben.example,\nE101,admin-ana,p1\n");
        resolver.NameOf(resolver.Resolve(Record(email, login, ""), new SourceSettingsView(format, null))).ShouldBe(expected);
    }

    [Fact]
    public void Verified_links_join_a_forge_login_and_an_opaque_id_to_the_email()
    {
        var resolver = With("E100,ana@corp.example,\n");
        resolver.Learn(Record("", "ana-s", "583231", "ana@corp.example"), new SourceSettingsView("github", null));
        resolver.Learn(Record("", "ben-s", "77", "Ben@corp.example"), new SourceSettingsView("github", null));
        resolver.Learn(Record("ben@corp.example", "", "00u1"), new SourceSettingsView("okta", null));

        Name("github", "", "ANA-S", "").ShouldBe("E100");
        Name("github", "", "", "583231").ShouldBe("E100");
        Name("git-log", "583231+renamed@users.noreply.github.com", "", "").ShouldBe("E100");
        Name("okta", "", "", "00u1").ShouldBe("ben@corp.example");
        Name("github", "", "ben-s", "").ShouldBe("ben@corp.example");
        Name("gitlab", "", "ben-s", "").ShouldBe("gitlab:ben-s");
        resolver.Links.Select(link => $"{link.Name}>{link.Account}").ShouldBe(
            ["github:583231>E100", "github:77>ben@corp.example", "github:ana-s>E100", "github:ben-s>ben@corp.example", "okta:00u1>ben@corp.example"]);

        string Name(string format, string email, string login, string id) =>
            resolver.NameOf(resolver.Resolve(Record(email, login, id), new SourceSettingsView(format, null)));
    }

    [Fact]
    public void A_link_that_is_learned_later_changes_the_answer()
    {
        var resolver = new AccountResolver(Tables.Empty);
        var gitHub = new SourceSettingsView("github", null);
        resolver.NameOf(resolver.Resolve(Record("", "ana-s", ""), gitHub)).ShouldBe("github:ana-s");
        resolver.Learn(Record("", "ana-s", "", "ana@corp.example"), gitHub);
        resolver.NameOf(resolver.Resolve(Record("", "ana-s", ""), gitHub)).ShouldBe("ana@corp.example");
    }

    [Fact]
    public void A_failed_sign_in_proves_no_link()
    {
        var resolver = new AccountResolver(Tables.Empty);
        var record = Record("victim@corp.example", "", "00u1");
        record.Outcome = Outcome.Failure;
        resolver.Learn(record, new SourceSettingsView("okta", null));
        resolver.Links.ShouldBeEmpty();
        // Forges let people write what they like into their profile.
        resolver.Learn(Record("victim@corp.example", "mallory", "1"), new SourceSettingsView("gitlab", null));
        resolver.Links.ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_learning_does_not_matter()
    {
        var records = new List<(string Format, Activity Record)>();
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            // Twelve emails for five ids: more than are kept of one name.
            var email = $"user{random.Next(12)}@corp.example";
            records.Add(i % 2 == 0
                ? ("github", Record("", $"login{random.Next(5)}", $"{random.Next(5)}", email))
                : ("okta", Record(email, "", $"00u{random.Next(5)}")));
        }

        string? expected = null;
        for (var round = 0; round < 20; round++)
        {
            var resolver = With("E1,user1@corp.example,\n");
            foreach (var (format, record) in records.OrderBy(_ => random.Next()).ToList())
                resolver.Learn(record, new SourceSettingsView(format, null));
            foreach (var (format, record) in records.OrderBy(_ => random.Next()).ToList())
                resolver.Resolve(record, new SourceSettingsView(format, null));
            var state = string.Join("\n", resolver.Links.Select(link => link.ToString()).Concat(resolver.Conflicts)
                .Concat(resolver.NamesOf(resolver.Resolve(records[0].Record, new SourceSettingsView(records[0].Format, null)))));
            state.ShouldBe(expected ??= state);
        }

        expected.ShouldNotBeNull().ShouldContain("is used.");
    }

    [Fact]
    public void Links_are_written_in_the_directorys_form_and_read_back()
    {
        var first = new AccountResolver(Tables.Empty);
        first.Learn(Record("", "ana-s", "5", "ana@corp.example"), new SourceSettingsView("github", null));
        first.Learn(Record("", "we\"ird,login", "", "ana@corp.example"), new SourceSettingsView("github", null));
        var csv = LinkFile.Write(first.Links);
        csv.ShouldStartWith("account,names\nana@corp.example,");
        var problems = new List<TableProblem>();
        var table = DirectoryTable.Parse("links.csv", Encoding.UTF8.GetBytes(csv), problems);
        problems.ShouldBeEmpty();

        var second = With("E100,ana@corp.example,\n");
        second.Preload(table);
        second.NameOf(second.Resolve(Record("", "ANA-s", ""), new SourceSettingsView("github", null))).ShouldBe("E100");
        second.NameOf(second.Resolve(Record("", "we\"ird,login", ""), new SourceSettingsView("github", null))).ShouldBe("E100");
        // As rows of the directory they give the same as links.
        var third = new AccountResolver(new Tables { Directory = table });
        third.NameOf(third.Resolve(Record("", "", "5"), new SourceSettingsView("github", null))).ShouldBe("ana@corp.example");
    }

    [Fact]
    public void Raw_names_are_kept_in_order_and_bounded()
    {
        var resolver = With("E100,ana@corp.example;ana,p1\nE101,root-ana,p1\n");
        var record = Record("Ana@corp.example", "ana", "x");
        record[TextField.Domain] = Utf8Text.Of("CORP");
        var key = resolver.Resolve(record, new SourceSettingsView("globalprotect", null));
        resolver.NamesOf(key).ShouldBe(["CORP\\ana", "ana@corp.example"]);
        resolver.AllNamesOf(key).ShouldBe(["CORP\\ana", "E100", "ana", "ana@corp.example"]);
        for (var i = 0; i < 200; i++) resolver.Resolve(Record("", $"ana@{i:000}.x", ""), new SourceSettingsView("openvpn", null));
        resolver.NamesOf(key).Count.ShouldBe(64);
        resolver.PersonOf(key).ShouldBe(resolver.PersonOf(Key128.OfFolded("e101"u8)));
        resolver.PersonOf(Key128.OfFolded("somebody"u8)).ShouldBe(Key128.OfFolded("somebody"u8));
    }

    [Fact]
    public void Commits_without_a_pusher_belong_to_their_author()
    {
        var resolver = With("E100,ana@corp.example;github:ana-s,\n");
        var activity = Record("", "", "");
        ref var commit = ref activity.AddCommit();
        commit.AuthorEmail = Utf8Text.Of("ana@corp.example");
        resolver.NameOf(resolver.Resolve(activity, new SourceSettingsView("git-log", null))).ShouldBe("E100");
        resolver.NameOf(resolver.ResolveAuthor("x@gmail.example"u8, "ana-s"u8, new SourceSettingsView("github", null))).ShouldBe("E100");
    }

    [Fact]
    public void Known_names_allocate_nothing()
    {
        var resolver = With("E100,ana@corp.example;github:ana-s,\n");
        var gitHub = new SourceSettingsView("github", "corp.example");
        resolver.Learn(Record("", "ben", "7", "ben@corp.example"), gitHub);
        // More names than the memory of recent ones has slots: the search itself must not allocate either.
        var records = Enumerable.Range(0, 40_000).Select(i => Record(i % 3 == 0 ? $"U{i}@corp.example" : "", i % 3 == 1 ? $"ben{i}" : "", $"{i}")).ToList();
        foreach (var record in records) resolver.Resolve(record, gitHub);
        // None is learned twice: each round has names of its own.
        var rounds = new Queue<Activity[]>(records.Chunk(records.Count / 5));
        Allocations.Of(() =>
        {
            foreach (var record in rounds.Dequeue())
            {
                resolver.Learn(record, gitHub);
                resolver.Resolve(record, gitHub);
            }
        }).ShouldBe(0);
    }

    private static AccountResolver With(string rows)
    {
        var problems = new List<TableProblem>();
        var table = DirectoryTable.Parse("directory.csv", Encoding.UTF8.GetBytes(Header + rows), problems);
        problems.ShouldBeEmpty();
        return new AccountResolver(new Tables { Directory = table });
    }

    private static Activity Record(string email, string login, string id, string linked = "")
    {
        var activity = new Activity();
        activity.Clear();
        if (email.Length > 0) activity[TextField.Email] = Utf8Text.Of(email);
        if (login.Length > 0) activity[TextField.Login] = Utf8Text.Of(login);
        if (id.Length > 0) activity[TextField.AccountId] = Utf8Text.Of(id);
        if (linked.Length > 0) activity[TextField.LinkedEmail] = Utf8Text.Of(linked);
        return activity;
    }
}
