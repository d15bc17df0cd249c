using Streams.Core.Alerts;
using Streams.Webhooks.Delivery;
using Streams.Webhooks.Options;
using Streams.Webhooks.Tests.Support;

namespace Streams.Webhooks.Tests.Delivery;

public sealed class RoutingTests
{
    private static readonly DestinationOptions Pages = new() { Name = "oncall" }, Tickets = Pages with { Dispositions = ["ticket"] };

    [Fact]
    public void Pages_tickets_and_reviews_have_their_own_destinations()
    {
        Routing.Takes(Pages, Some.Alert()).ShouldBeTrue();
        Routing.Takes(Pages, Some.Ticket()).ShouldBeFalse();
        Routing.Takes(Tickets, Some.Ticket()).ShouldBeTrue();
        Routing.Takes(Tickets, Some.Alert()).ShouldBeFalse();
        Routing.Takes(Pages, Some.Alert() with { Disposition = "review", OpenedAs = "review" }).ShouldBeFalse();
    }

    [Fact]
    public void Who_was_told_of_a_ticket_hears_how_it_went_on()
    {
        var page = Some.Next(Some.Ticket(), "updated") with { Disposition = "page" };
        Routing.Takes(Tickets, page).ShouldBeTrue();
        Routing.Takes(Pages, page).ShouldBeTrue();
        Routing.Takes(Tickets, Some.Next(page, "closed", "benign")).ShouldBeTrue();
    }

    [Fact]
    public void A_closing_goes_where_the_opening_went_though_the_score_is_low_now()
    {
        var critical = Pages with { MinLevel = "critical" };
        Routing.Takes(critical, Some.Next(Some.Alert(), "closed", "decayed")).ShouldBeTrue();
        Routing.Takes(critical with { Dispositions = [] }, Some.Ticket()).ShouldBeFalse();
    }

    [Fact]
    public void Vendor_team_and_subject_choose()
    {
        Routing.Takes(Pages with { Vendors = ["umbra", "other"] }, Some.Alert()).ShouldBeTrue();
        Routing.Takes(Pages with { Vendors = ["other"] }, Some.Alert()).ShouldBeFalse();
        Routing.Takes(Pages with { Teams = ["Payments"] }, Some.Alert()).ShouldBeTrue();
        Routing.Takes(Pages with { Teams = ["search"] }, Some.Alert()).ShouldBeFalse();
        Routing.Takes(Pages with { SubjectTypes = ["ring"] }, Some.Alert()).ShouldBeFalse();
        Routing.Takes(Pages with { SubjectTypes = ["ring"] }, Some.Ring()).ShouldBeTrue();
    }
}
