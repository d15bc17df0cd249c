using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Runtime.Tenants;

namespace Streams.Runtime.Tests.Tenants;

public sealed class EntryMatchTests
{
    private const long Hour = 3_600_000;
    private static readonly Key128 Entry = Key128.Of("203.0.113.0/24");
    private readonly EntryMatches _matches = new();

    [Fact]
    public void Five_accounts_in_a_day_are_a_crew_and_six_are_somebodys_exit()
    {
        for (var account = 0; account < 5; account++) Match(account, account * Hour);
        _matches.SuspendedFrom(Entry).ShouldBeNull();
        Match(5, 5 * Hour);
        _matches.SuspendedFrom(Entry).ShouldBe(5 * Hour);
    }

    [Fact]
    public void Six_accounts_of_more_than_a_day_are_not()
    {
        for (var account = 0; account < 5; account++) Match(account, account * Hour);
        Match(5, 24 * Hour + 1);
        _matches.SuspendedFrom(Entry).ShouldBeNull("the first is more than a day before the sixth");
        Match(0, 2 * Hour);
        _matches.SuspendedFrom(Entry).ShouldBe(24 * Hour + 1, "it came back inside that day");
    }

    [Fact]
    public void One_account_many_times_is_one()
    {
        for (var i = 0; i < 50; i++) Match(1, i * Hour / 4);
        _matches.SuspendedFrom(Entry).ShouldBeNull();
        _matches.AccountsOf(Entry).ShouldBe(1);
    }

    [Fact]
    public void The_order_of_reports_changes_nothing()
    {
        for (var account = 5; account >= 0; account--) Match(account, account * Hour);
        _matches.SuspendedFrom(Entry).ShouldBe(5 * Hour);
    }

    [Fact]
    public void What_comes_after_the_suspension_is_forgotten_and_what_was_before_may_still_come()
    {
        for (var account = 1; account < 40; account++) Match(account, account * Hour);
        _matches.SuspendedFrom(Entry).ShouldBe(6 * Hour);
        _matches.AccountsOf(Entry).ShouldBe(6);
        Match(50, 50 * Hour);
        _matches.AccountsOf(Entry).ShouldBe(6);
        Match(0, 0);
        _matches.SuspendedFrom(Entry).ShouldBe(5 * Hour);
        var back = new EntryMatches();
        foreach (var (entry, payload) in _matches.SaveChanged()) back.Load(entry, payload);
        back.SuspendedFrom(Entry).ShouldBe(5 * Hour);
    }

    [Fact]
    public void What_was_saved_comes_back_and_a_repeat_is_no_change()
    {
        for (var account = 0; account < 6; account++) Match(account, account * Hour);
        var back = new EntryMatches();
        foreach (var (entry, payload) in _matches.SaveChanged()) back.Load(entry, payload);
        back.SuspendedFrom(Entry).ShouldBe(5 * Hour);
        Match(3, 3 * Hour);
        _matches.SaveChanged().ShouldBeEmpty();
    }

    private void Match(int account, long time) =>
        _matches.Add(new TenantReport(TenantReportKind.WatchMatch, Key128.Of($"a{account}"), time, default, Entry, 0, 0));
}
