using Streams.Core.Activities;
using Streams.Core.Enrichment;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class PresenceTests
{
    private const string Time = "2026-03-02 09:00";

    [Fact]
    public void Sign_ins_factors_and_apps_are_presence()
    {
        new Desk().IsPresence(Login(Time)).ShouldBeTrue();
        new Desk().IsPresence(Of(ActivityKind.SsoFactor, Time)).ShouldBeTrue();
        new Desk().IsPresence(Of(ActivityKind.SsoApp, Time).Change(a => a.Outcome = Outcome.Unknown)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(ActivityKind.SsoToken)]
    [InlineData(ActivityKind.SsoLogout)]
    [InlineData(ActivityKind.VpnAuth)]
    [InlineData(ActivityKind.VpnStart)]
    [InlineData(ActivityKind.VpnAddress)]
    [InlineData(ActivityKind.VpnResume)]
    [InlineData(ActivityKind.VpnEnd)]
    [InlineData(ActivityKind.VpnTraffic)]
    [InlineData(ActivityKind.CodeFetch)]
    [InlineData(ActivityKind.CodeMerge)]
    [InlineData(ActivityKind.DeviceEnrol)]
    public void These_are_never_presence(ActivityKind kind) => new Desk().IsPresence(Of(kind, Time)).ShouldBeFalse();

    [Fact]
    public void Failures_non_interactive_events_and_machines_are_not()
    {
        new Desk().IsPresence(Login(Time, outcome: Outcome.Failure)).ShouldBeFalse();
        new Desk().IsPresence(Login(Time, outcome: Outcome.Interrupted)).ShouldBeFalse();
        new Desk().IsPresence(Login(Time).Change(a => a.Interactive = false)).ShouldBeFalse();
        new Desk().IsPresence(Login(Time).Change(a => a.AccountType = AccountType.Bot)).ShouldBeFalse();
        foreach (var kind in new[] { AccountKind.Service, AccountKind.Shared })
        {
            var desk = new Desk(People.Berliner(row => row with { Kind = kind }));
            desk.IsPresence(Login(Time)).ShouldBeFalse();
            desk.Step.IsInteractive.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(ActivityKind.SsoFactor, "2026-03-02 08:58:30", true)]
    [InlineData(ActivityKind.SsoLogin, "2026-03-02 08:58:30", true)]
    [InlineData(ActivityKind.VpnAuth, "2026-03-02 08:59:59", true)]
    [InlineData(ActivityKind.SsoFactor, "2026-03-02 08:57:30", false)]
    [InlineData(ActivityKind.SsoToken, "2026-03-02 08:59:30", false)]
    public void A_VPN_start_needs_a_fresh_proof(ActivityKind proof, string at, bool presence) =>
        new Desk().See(Of(proof, at)).IsPresence(Of(ActivityKind.VpnStart, Time)).ShouldBe(presence);

    [Fact]
    public void A_cookie_is_no_proof() =>
        new Desk().See(Of(ActivityKind.VpnAuth, "2026-03-02 08:59").With(TextField.Mfa, "Cookie"))
        .IsPresence(Of(ActivityKind.VpnStart, Time)).ShouldBeFalse();

    [Fact]
    public void A_push_needs_one_first_seen_commit_of_a_person()
    {
        var agent = Commit(coAuthors: "Claude <noreply@anthropic.com>");
        new Desk().IsPresence(Push(Time, Commit())).ShouldBeTrue();
        new Desk().IsPresence(Push(Time, agent, Commit())).ShouldBeTrue();
        new Desk().IsPresence(Push(Time, agent)).ShouldBeFalse();
        new Desk().IsPresence(Push(Time, Commit("49699333+dependabot[bot]@users.noreply.github.com"))).ShouldBeFalse();
        new Desk().IsPresence(Push(Time,
            Commit(message: "Fix\n\nCo-authored-by: Cursor Agent <cursoragent@cursor.com>"))).ShouldBeFalse();
        new Desk().IsPresence(Push(Time, Commit(coAuthors: "Claude Monet <claude@giverny.example>"))).ShouldBeTrue();
        new Desk().IsPresence(Push(Time, Commit()).With(TextField.Client, "copilot-swe-agent")).ShouldBeFalse();
        var desk = new Desk();
        desk.Step.FirstSeenCommits = false;
        desk.IsPresence(Push(Time, Commit())).ShouldBeFalse();
    }

    [Fact]
    public void A_push_without_a_servers_time_needs_its_committers()
    {
        var received = Push(Time, Commit()).Change(a => a.TimeQuality = TimeQuality.Received);
        new Desk().IsPresence(received).ShouldBeFalse();
        received.Commits[0].CommitterTime = At("2026-03-02 08:59");
        new Desk().IsPresence(received).ShouldBeTrue();
        received.Commits[0].CommitterEmail = Utf8Text.Of("maintainer@corp.example");
        new Desk().IsPresence(received).ShouldBeFalse();
    }

    [Fact]
    public void A_commit_counts_where_its_author_committed_it_and_no_push_showed_it()
    {
        new Desk().IsPresence(GitLog(Commit())).ShouldBeTrue();
        new Desk().IsPresence(GitLog(Commit(committer: "noreply@github.com"))).ShouldBeFalse();
        new Desk().IsPresence(GitLog(Commit(coAuthors: "Copilot <copilot@users.noreply.github.com>"))).ShouldBeFalse();
        var desk = new Desk();
        desk.Step.AlreadyPushed = true;
        desk.IsPresence(GitLog(Commit())).ShouldBeFalse();
    }

    [Fact]
    public void A_push_of_an_audit_log_counts_by_its_webhook_or_by_habit()
    {
        var agent = Commit(coAuthors: "Claude <noreply@anthropic.com>");
        new Desk().IsPresence(Push(Time)).ShouldBeTrue();
        new Desk().See(Push("2026-03-02 08:59", agent)).IsPresence(Push(Time)).ShouldBeFalse();
        new Desk().See(Push("2026-03-01 08:59", agent), Push("2026-03-02 08:59", Commit())).IsPresence(Push(Time))
            .ShouldBeTrue();
        new Desk().See(Push("2026-03-01 08:59", agent, Commit())).IsPresence(Push(Time))
            .ShouldBeFalse("half of the commits are agents'");
        new Desk().See(Push("2026-02-01 08:59", agent)).IsPresence(Push(Time))
            .ShouldBeTrue("28 days later the habit is forgotten");
    }

    [Fact]
    public void Active_days_are_presence_days()
    {
        var desk = new Desk()
            .See(Login("2026-03-02 09:00"), Login("2026-03-02 10:00"), Of(ActivityKind.VpnTraffic, "2026-03-03 09:00"));
        desk.See(Login("2026-03-05 09:00"));
        var day = desk.Step.Day;
        desk.Profile.ActiveDays(90, day).ShouldBe(2);
        desk.Profile.ActiveDays(3, day).ShouldBe(1);
        desk.See(Login("2026-05-31 09:00"));
        desk.Profile.ActiveDays(90, desk.Step.Day).ShouldBe(2, "the first day is ninety days back");
        desk.Late(Login("2026-05-30 09:00"));
        desk.Profile.ActiveDays(90, desk.Profile.LastDay).ShouldBe(3);
    }

    [Fact]
    public void Nearness_to_home_counts_fixed_lines_only()
    {
        var desk = new Desk(People.Berliner()).See(Login("2026-03-02 09:00", Places.Potsdam.On(NetworkClass.Mobile)));
        desk.Profile.NearHomeDay.ShouldBe(0);
        desk.See(Login("2026-03-03 09:00", Places.Munich));
        desk.Profile.NearHomeDay.ShouldBe(0);
        ((double)desk.Profile.NearestHomeKm).ShouldBeInRange(480, 520);
        desk.See(Login("2026-03-04 09:00", Places.Potsdam));
        desk.Profile.NearHomeDay.ShouldBe(desk.Step.Day);
        ((double)desk.Profile.NearestHomeKm).ShouldBeInRange(20, 30);
    }

    private static Activity GitLog(Commit commit)
    {
        commit.CommitterTime = At(Time);
        return Push(Time, commit).Change(a => a.Kind = ActivityKind.CodeCommit);
    }
}
