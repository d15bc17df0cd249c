using Streams.Core.Activities;
using static Streams.Core.Tests.Detections.Acts;

namespace Streams.Core.Tests.Detections;

public class EgressUnmaskingTests
{
    private static readonly Activity Start =
        Of(ActivityKind.VpnStart, "2026-03-02 08:00", Places.Munich, "203.0.113.1");

    [Fact]
    public void A_sign_in_from_an_exit_inherits_the_connections_place()
    {
        foreach (var exit in new[] { Places.Egress, Places.Inside })
        {
            var login = Login("2026-03-02 09:00", exit);
            var desk = new Desk().See(Start, login);
            login.Place.Country.ToString().ShouldBe("DE");
            login.Place.IsLocated.ShouldBeTrue();
            (login.Place.Flags & exit.Flags).ShouldBe(exit.Flags, "the address is still not the person's own");
            desk.Step.OriginIp.ToString().ShouldBe("203.0.113.1");

            // A replay folds the same activity again.
            new Desk().See(Start, login);
            login.Place.Country.ToString().ShouldBe("DE");
        }
    }

    [Fact]
    public void Without_a_live_connection_the_place_is_unknown()
    {
        IsUnknown(new Desk(), Login("2026-03-02 09:00", Places.Egress));
        IsUnknown(new Desk().See(Start), Login("2026-03-02 20:00:01", Places.Egress));
        IsUnknown(new Desk().See(Start, Of(ActivityKind.VpnEnd, "2026-03-02 08:30", default, "203.0.113.1")),
            Login("2026-03-02 09:00", Places.Egress));
    }

    [Fact]
    public void A_resume_moves_the_connection_and_traffic_keeps_it_alive()
    {
        var login = Login("2026-03-02 09:00", Places.Egress);
        new Desk().See(Start, Of(ActivityKind.VpnResume, "2026-03-02 08:30", Places.Austin, "203.0.113.2"), login);
        login.Place.Country.ToString().ShouldBe("US");
        login = Login("2026-03-02 23:00", Places.Egress);
        new Desk().See(Start, Of(ActivityKind.VpnTraffic, "2026-03-02 18:00", default, ""), login);
        login.Place.Country.ToString().ShouldBe("DE");
    }

    [Fact]
    public void The_end_of_an_older_connection_ends_nothing()
    {
        var login = Login("2026-03-02 09:00", Places.Egress);
        new Desk().See(Start, Of(ActivityKind.VpnEnd, "2026-03-02 08:30", default, "203.0.113.99"), login);
        login.Place.Country.ToString().ShouldBe("DE");
    }

    [Fact]
    public void An_inherited_place_is_no_anchor_of_travel()
    {
        var desk = new Desk()
            .See(Start, Login("2026-03-02 09:00", Places.Egress), Login("2026-03-02 09:30", Places.Potsdam));
        desk.Of("D01").ShouldBeEmpty();
    }

    private static void IsUnknown(Desk desk, Activity login)
    {
        desk.See(login);
        login.Place.IsLocated.ShouldBeFalse();
        login.Place.Country.IsNone.ShouldBeTrue();
        desk.Step.OriginIp.IsNone.ShouldBeTrue();
    }
}
