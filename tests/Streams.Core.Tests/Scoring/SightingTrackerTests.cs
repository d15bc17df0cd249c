using System.Runtime.CompilerServices;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Enrichment;
using Streams.Core.Scoring;

namespace Streams.Core.Tests.Scoring;

public class SightingTrackerTests
{
    private readonly SightingTracker _tracker = new();
    private readonly byte[] _state = new byte[Unsafe.SizeOf<SightingsState>()];
    private readonly AccountStep _step =
        new() { Account = Some.Account("ana"), AccountName = "ana", Activity = new Activity(), IsPresence = true };

    [Fact]
    public void State_is_about_700_bytes() => _tracker.StateSize.ShouldBeLessThanOrEqualTo(704);

    [Fact]
    public void A_device_is_told_at_first_sight_and_once_a_day()
    {
        var seen = Login(0).ShouldHaveSingleItem();
        seen.Type.ShouldBe(ArtefactType.Device);
        seen.Value.ShouldBe("laptop-7");
        seen.FirstEvidence.ShouldBe(seen.LastEvidence);
        seen.FirstEvidence.IsNone.ShouldBeFalse();
        Login(0.0001).ShouldBeEmpty();
        var next = Login(1).ShouldHaveSingleItem();
        next.First.ShouldBe(Some.At(0));
        next.Last.ShouldBe(Some.At(1));
        next.Days.ShouldBe(2);
        next.FirstEvidence.IsNone.ShouldBeTrue();
        SightingOrder.Join(seen with { Version = 1 }, next with { Version = 2 }).FirstEvidence
            .ShouldBe(seen.FirstEvidence);
    }

    [Fact]
    public void An_address_is_told_from_the_fifth_day_on()
    {
        for (var day = 0; day < 4; day++) Login(day).ShouldNotContain(seen => seen.Type == ArtefactType.Ip);
        var sticky = Login(4).Single(seen => seen.Type == ArtefactType.Ip);
        sticky.Value.ShouldBe("203.0.113.7");
        sticky.StickyFrom.ShouldBe(Some.At(4));
        sticky.First.ShouldBe(Some.At(0));
        sticky.StickyLastDay.ShouldBe(EpochDay.Of(Some.At(4)));
        sticky.Days.ShouldBe(5);
        sticky.Share.ShouldBe(1);
        sticky.Class.ShouldBe(NetworkClass.Fixed);
        sticky.FirstEvidence.Time.ShouldBe(Some.At(4));
        sticky.OwnDevice.ShouldBe(Login(5).Single(seen => seen.Type == ArtefactType.Device).Artefact);
    }

    [Fact]
    public void Where_the_account_spends_less_than_half_of_its_days_is_not_sticky()
    {
        for (var day = 0; day < 20; day++)
        {
            // One day of three here, the others elsewhere.
            var seen = Login(day, ip: day % 3 == 0 ? "203.0.113.7" : "203.0.113." + (100 + day));
            seen.ShouldNotContain(sighting => sighting.Type == ArtefactType.Ip);
        }
    }

    [Fact]
    public void An_ipv6_line_is_its_64()
    {
        for (var day = 0; day < 4; day++) Login(day, ip: "2001:db8:0:1::" + (day + 1));
        Login(4, ip: "2001:db8:0:1::9").Single(seen => seen.Type == ArtefactType.Ip).Value
            .ShouldBe("2001:db8:0:1::/64");
    }

    [Theory]
    [InlineData(NetworkClass.Mobile, PlaceFlags.None)]
    [InlineData(NetworkClass.Hosting, PlaceFlags.None)]
    [InlineData(NetworkClass.Anonymiser, PlaceFlags.None)]
    [InlineData(NetworkClass.Corporate, PlaceFlags.None)]
    [InlineData(NetworkClass.Fixed, PlaceFlags.Egress)]
    [InlineData(NetworkClass.Fixed, PlaceFlags.Inside)]
    [InlineData(NetworkClass.Unknown, PlaceFlags.AllowedRelay)]
    public void Nobodys_home_line_is_no_artefact(NetworkClass network, PlaceFlags flags)
    {
        for (var day = 0; day < 10; day++)
            Login(day, network: network, flags: flags).ShouldNotContain(seen => seen.Type == ArtefactType.Ip);
    }

    [Fact]
    public void Behind_the_organisations_exit_the_vpn_connections_line_counts()
    {
        _step.Profile.Vpn = new LiveVpn
        {
            Start = 1,
            Ip = IpAddress.Parse("198.51.100.9"),
            Place = PlaceOf(NetworkClass.Fixed, PlaceFlags.None)
        };
        for (var day = 0; day < 4; day++) Login(day, flags: PlaceFlags.Egress);
        Login(4, flags: PlaceFlags.Egress).Single(seen => seen.Type == ArtefactType.Ip).Value.ShouldBe("198.51.100.9");
    }

    [Theory]
    [InlineData("XXX-XXX-1234", null)]
    [InlineData("+1 (555) ***-0100", null)]
    [InlineData("+1 (555) 010-0100", "+1 (555) 010-0100")]
    public void A_masked_phone_is_nobodys(string phone, string? value)
    {
        Fill(0);
        Set(TextField.MfaPhone, phone);
        Step().SingleOrDefault(seen => seen.Type == ArtefactType.Phone)?.Value.ShouldBe(value);
        if (value is null) _step.Sightings.ShouldNotContain(seen => seen.Type == ArtefactType.Phone);
        else _step.Sightings.ShouldContain(seen => seen.Type == ArtefactType.Phone);
    }

    [Fact]
    public void A_code_sent_by_the_system_shows_whose_phone_it_is_and_nothing_else()
    {
        Fill(0);
        _step.Activity.Kind = ActivityKind.SsoFactor;
        _step.Activity.Interactive = false;
        Set(TextField.MfaPhone, "+1 (555) 010-0100");
        Step().ShouldHaveSingleItem().Type.ShouldBe(ArtefactType.Phone);
    }

    [Fact]
    public void Spelling_makes_no_second_phone()
    {
        Key128 KeyOf(string phone)
        {
            Fill(0);
            Set(TextField.MfaPhone, phone);
            Array.Clear(_state);
            return Step().Single(seen => seen.Type == ArtefactType.Phone).Artefact;
        }

        KeyOf("+1 (555) 010-0100").ShouldBe(KeyOf("15550100100"));
        KeyOf("+1 (555) 010-0101").ShouldNotBe(KeyOf("15550100100"));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("To Be Filled By O.E.M.")]
    [InlineData("XXXXXXXX")]
    public void A_placeholder_is_no_device(string id)
    {
        Fill(0);
        Set(TextField.DeviceId, id);
        Step().ShouldNotContain(seen => seen.Type == ArtefactType.Device);
    }

    [Fact]
    public void A_device_id_is_compared_inside_one_tenant_and_a_serial_everywhere()
    {
        Sighting Device(string tenant, TextField field)
        {
            Fill(0);
            Set(TextField.DeviceId, "");
            Set(TextField.Tenant, tenant);
            Set(field, "C02XK1YZJHD5");
            Array.Clear(_state);
            return Step().Single(seen => seen.Type == ArtefactType.Device);
        }

        Device("a", TextField.DeviceId).Artefact.ShouldNotBe(Device("b", TextField.DeviceId).Artefact);
        Device("a", TextField.DeviceSerial).Artefact.ShouldBe(Device("b", TextField.DeviceSerial).Artefact);
    }

    [Theory]
    [InlineData(Outcome.Failure, true, AccountType.Person)]
    [InlineData(Outcome.Success, false, AccountType.Person)]
    [InlineData(Outcome.Success, true, AccountType.Service)]
    public void Only_what_a_person_did_with_success_counts(Outcome outcome, bool interactive, AccountType type)
    {
        Fill(0);
        _step.Activity.Outcome = outcome;
        _step.Activity.Interactive = interactive;
        _step.Activity.AccountType = type;
        Step().ShouldBeEmpty();
    }

    [Fact]
    public void Service_and_shared_accounts_tell_nothing()
    {
        _step.Facts = Some.Row("ana", kind: AccountKind.Shared);
        Login(0).ShouldBeEmpty();
    }

    [Fact]
    public void A_server_is_marked_as_a_shared_host()
    {
        Fill(0);
        Set(TextField.Os, "Windows Server 2022");
        Step().ShouldHaveSingleItem().SharedHost.ShouldBeTrue();
    }

    [Fact]
    public void Never_at_home_needs_five_active_days_and_is_told_when_it_changes()
    {
        _step.Facts = Some.Row("ana", 42.36, -71.06);
        Login(0)[0].NeverAtHome.ShouldBeNull();
        for (var day = 1; day < 4; day++) Login(day);
        Login(4)[0].NeverAtHome.ShouldBe(true);
        _step.Profile.NearHomeDay = EpochDay.Of(Some.At(4));
        Login(4.1).ShouldAllBe(seen => seen.NeverAtHome == false);
        _step.Sightings.ShouldNotBeEmpty();
        Login(95)[0].NeverAtHome.ShouldBeNull();
    }

    [Fact]
    public void Somebody_seen_at_home_on_a_line_of_unknown_kind_is_at_home()
    {
        _step.Facts = Some.Row("ana", 33.5, -112.1);
        for (var day = 0; day < 6; day++) Login(day, network: NetworkClass.Unknown);
        Login(6, network: NetworkClass.Unknown)[0].NeverAtHome.ShouldBe(false);
    }

    [Fact]
    public void Addresses_that_churn_do_not_push_out_the_phone()
    {
        Fill(0);
        Set(TextField.MfaPhone, "+1 555 010 0100");
        Step();
        for (var day = 1; day < 60; day++) Login(day, ip: $"203.0.{day}.1", device: "laptop-" + (day % 4));
        Fill(60);
        Set(TextField.MfaPhone, "+1 555 010 0100");
        Step().Single(seen => seen.Type == ArtefactType.Phone).First.ShouldBe(Some.At(0));
    }

    [Fact]
    public void After_90_days_without_it_a_device_begins_anew()
    {
        Login(0);
        Login(91)[0].First.ShouldBe(Some.At(91));
    }

    [Fact]
    public void A_late_event_adds_its_day_and_moves_no_clock()
    {
        Login(3);
        Login(5);
        Fill(4);
        _tracker.Late(_state, _step);
        Login(6).Single(seen => seen.Type == ArtefactType.Device).Days.ShouldBe(4);
    }

    [Fact]
    public void A_key_counts_where_its_owner_pushes_and_a_forges_own_never()
    {
        string? KeyOf(string fingerprint)
        {
            Fill(0);
            Set(TextField.DeviceId, "");
            _step.Activity.Kind = ActivityKind.CodePush;
            Set(TextField.Key, fingerprint);
            Array.Clear(_state);
            return Step().SingleOrDefault(seen => seen.Type == ArtefactType.Key)?.Value;
        }

        KeyOf("SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8")
            .ShouldBe("SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8");
        KeyOf("B5690EEEBB952194").ShouldBeNull();
    }

    [Fact]
    public void Steps_that_change_nothing_allocate_nothing()
    {
        Login(0);
        Fill(0.1);
        _tracker.Step(_state, _step);
        _step.Sightings.Clear();
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++) _tracker.Step(_state, _step);
        }).ShouldBe(0);
        _step.Sightings.Count.ShouldBe(0);
    }

    private static Place PlaceOf(NetworkClass network, PlaceFlags flags) => new()
    {
        Class = network,
        Flags = flags | PlaceFlags.Located,
        Latitude = 33.4484f,
        Longitude = -112.074f,
        Country = CountryCode.Parse("US"),
    };

    private List<Sighting> Login(
        double day, string ip = "203.0.113.7", string device = "laptop-7", NetworkClass network = NetworkClass.Fixed,
            PlaceFlags flags = PlaceFlags.None)
    {
        Fill(day, ip, device, network, flags);
        return Step();
    }

    private void Fill(
        double day, string ip = "203.0.113.7", string device = "laptop-7", NetworkClass network = NetworkClass.Fixed,
            PlaceFlags flags = PlaceFlags.None)
    {
        var activity = _step.Activity;
        activity.Clear();
        activity.Time = Some.At(day);
        activity.Kind = ActivityKind.SsoLogin;
        activity.Outcome = Outcome.Success;
        activity.Ip = IpAddress.Parse(ip);
        activity.Place = PlaceOf(network, flags);
        Set(TextField.DeviceId, device);
        Set(TextField.EventId, "e-" + day.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _step.Sightings.Clear();
    }

    private void Set(TextField field, string text) => _step.Activity[field] = Utf8Text.Of(text);

    private List<Sighting> Step()
    {
        _tracker.Step(_state, _step);
        return _step.Sightings;
    }
}
