using Streams.Core.Activities;
using Streams.Core.Detections;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public sealed class AccountRetentionTests
{
    [Fact]
    public void Who_was_silent_for_more_than_400_days_begins_anew()
    {
        var desk = new Desk().See(Login("2025-01-01 09:00"));
        desk.See(Login("2026-02-05 09:00"));
        desk.Profile.Events.ShouldBe(2, "400 days are not more");

        var gone = new Desk().See(Login("2025-01-01 09:00"), Login("2026-02-06 09:00"));
        var fresh = new Desk().See(Login("2026-02-06 09:00"));
        gone.Block.ShouldBe(fresh.Block);
    }

    [Fact]
    public void A_name_that_nobody_came_in_by_is_forgotten_after_90_days_unless_the_directory_has_it()
    {
        var tried = new Desk().See(Login("2026-01-01 09:00", outcome: Outcome.Failure), Login("2026-04-02 09:00"));
        tried.Profile.Events.ShouldBe(1);

        var listed = new Desk(People.Berliner()).See(Login("2026-01-01 09:00", outcome: Outcome.Failure), Login("2026-04-02 09:00"));
        listed.Profile.Events.ShouldBe(2);
    }

    [Fact]
    public void Of_whom_something_was_found_nothing_is_forgotten()
    {
        var desk = new Desk().See(Login("2026-01-01 09:00", outcome: Outcome.Failure));
        desk.Step.Findings.Raise(new FindingDraft
        {
            Rule = desk.Engine.Rules.First(),
            Time = At("2026-01-01 09:00"),
            Strength = 1,
            Weight = 1,
            Summary = "seen",
            Evidence = [default],
        });
        desk.See(Login("2027-12-01 09:00"));
        desk.Profile.Events.ShouldBe(2);
    }
}
