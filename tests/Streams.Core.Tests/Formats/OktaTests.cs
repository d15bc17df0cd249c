using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class OktaTests
{
    private static Seen Decode(string more, string type = "user.session.start", string actor = "User") => Collector.Decode(
        $$$"""{"uuid":"k","published":"2026-03-02T12:00:00.000Z","eventType":"{{{type}}}","actor":{"id":"u1","type":"{{{actor}}}","alternateId":"Ana@Corp.example","displayName":"Ana"},"outcome":{"result":"SUCCESS"}{{{more}}}}""")
        .ShouldHaveSingleItem();

    [Theory]
    [InlineData("user.session.start", "sso.login")]
    [InlineData("user.authentication.auth_via_IDP", "sso.login")]
    [InlineData("user.authentication.auth_via_mfa", "sso.factor")]
    [InlineData("user.authentication.verify", "sso.factor")]
    [InlineData("user.authentication.sso", "sso.app")]
    [InlineData("user.session.end", "sso.logout")]
    [InlineData("device.user.add", "device.enrol")]
    [InlineData("system.sms.send_phone_verification_message", "sso.factor")]
    [InlineData("system.voice.send_phone_verification_call", "sso.factor")]
    [InlineData("app.oauth2.as.token.grant.access_token", "sso.token")]
    [InlineData("policy.evaluate_sign_on", "other")]
    [InlineData("group.user_membership.add", "other")]
    public void Event_types_become_kinds(string type, string kind) => Decode("", type).Activity.Kind.Name().ShouldBe(kind);

    [Fact]
    public void A_null_client_address_is_looked_for_from_the_right_of_the_chain()
    {
        const string Chain = ""","client":{"ipAddress":"null"},"request":{"ipChain":[{"ip":"198.51.100.1"},{"ip":"198.51.100.2"},{"ip":"10.0.0.1"}]}""";
        Decode(Chain).Activity.Ip.ToString().ShouldBe("198.51.100.2");
    }

    [Fact]
    public void The_system_acts_for_the_user_among_the_targets()
    {
        var seen = Decode(""","target":[{"type":"AppInstance","alternateId":"x"},{"type":"User","id":"u2","alternateId":"wei@corp.example"}]""", actor: "SystemPrincipal");
        seen.Text(TextField.AccountId).ShouldBe("u2");
        seen.Text(TextField.LinkedEmail).ShouldBe("wei@corp.example");
        seen.Activity.AccountType.ShouldBe(AccountType.Person);
        Decode("", actor: "SystemPrincipal").Activity.AccountType.ShouldBe(AccountType.Service);
    }

    [Fact]
    public void A_relay_is_named_and_a_proxy_marked()
    {
        var seen = Decode(
            ""","securityContext":{"asNumber":64500,"isProxy":true},"debugContext":{"debugData":{"tunnels":"[{\"anonymous\":true,\"operator\":\"ASTRILL_VPN\",\"type\":\"VPN\"}]"}},"client":{"geographicalContext":{"country":"United States","city":"Austin"}}""");
        seen.Text(TextField.RelayProvider).ShouldBe("ASTRILL_VPN");
        seen.Activity.VendorPlace.Class.ShouldBe(NetworkClass.Anonymiser);
        seen.Activity.VendorPlace.Asn.ShouldBe(64500u);
        seen.Activity.VendorPlace.Country.ToString().ShouldBe("US");
        Decode(""","debugContext":{"debugData":{"tunnels":"[{\"operator\":"}}""").Text(TextField.RelayProvider).ShouldBeNull();
    }

    [Theory]
    [InlineData("+1 415-555-0123", "+14155550123")]
    [InlineData("+1 XXX-XXX-0123", null)]
    [InlineData("***-***-0123", null)]
    public void A_masked_phone_identifies_nobody(string phone, string? expected)
    {
        var target = $$""","target":[{"type":"User","alternateId":"ana@corp.example"},{"type":"MobilePhone","displayName":"{{phone}}"}]""";
        Decode(target, "system.sms.send_phone_verification_message").Text(TextField.MfaPhone).ShouldBe(expected);
        Decode($$$""","debugContext":{"debugData":{"phoneNumber":"{{{phone}}}"}}""").Text(TextField.MfaPhone).ShouldBe(expected);
    }

    [Fact]
    public void Device_session_and_authenticator_come_from_their_several_places()
    {
        var seen = Decode(
            ""","device":null,"authenticationContext":{"rootSessionId":"unknown","externalSessionId":"s1"},"target":[{"type":"UDDevice","displayName":"Mac","detailEntry":{"oktaDeviceId":"guo1","serialNumber":"C02","managed":"true"}},{"type":"AuthenticatorEnrollment","displayName":"Password","id":"lae1"},{"type":"AuthenticatorEnrollment","displayName":"Okta Verify","id":"pfd1"}]""");
        seen.Text(TextField.Session).ShouldBe("s1");
        seen.Text(TextField.DeviceId).ShouldBe("guo1");
        seen.Text(TextField.DeviceSerial).ShouldBe("C02");
        seen.Activity.DeviceManaged.ShouldBe(true);
        seen.Text(TextField.MfaDevice).ShouldBe("pfd1");
        seen.Text(TextField.Mfa).ShouldBe("Okta Verify");
    }
}
