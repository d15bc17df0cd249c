using Streams.Core.Activities;
using Streams.Core.Formats;

namespace Streams.Core.Tests.Formats;

public sealed class EntraTests
{
    private static Seen Monitor(string properties, string category = "SignInLogs", string more = "") => Collector.Decode(
        $$$"""{"time":"2026-03-02T12:00:09Z","category":"{{{category}}}"{{{more}}},"properties":{"id":"e1","createdDateTime":"2026-03-02T12:00:00Z","userPrincipalName":"ana@corp.example","userId":"u1"{{{properties}}}}}""")
        .ShouldHaveSingleItem();

    [Theory]
    [InlineData("SignInLogs", "true", "sso.login", "person")]
    [InlineData("SignInLogs", "false", "sso.token", "person")]
    [InlineData("ADFSSignInLogs", "true", "sso.login", "person")]
    [InlineData("NonInteractiveUserSignInLogs", "false", "sso.token", "person")]
    [InlineData("NonInteractiveUserSignInLogs", "true", "sso.token", "person")]
    [InlineData("ServicePrincipalSignInLogs", "false", "sso.token", "service")]
    [InlineData("ManagedIdentitySignInLogs", "false", "sso.token", "service")]
    public void Category_and_interactive_flag_make_the_kind(string category, string interactive, string kind, string type)
    {
        var seen = Monitor($",\"isInteractive\":{interactive}", category);
        seen.Activity.Kind.Name().ShouldBe(kind);
        seen.Activity.AccountType.Name().ShouldBe(type);
        Conformance.Time(seen.Activity.Time).ShouldBe("2026-03-02T12:00:00.000Z");
    }

    [Theory]
    [InlineData("0", "success")]
    [InlineData("50126", "failure")]
    [InlineData("50140", "interrupted")]
    [InlineData("50074", "interrupted")]
    [InlineData("50076", "interrupted")]
    [InlineData("50079", "interrupted")]
    [InlineData("50072", "interrupted")]
    [InlineData("50058", "interrupted")]
    public void A_request_for_one_more_step_is_no_bad_password(string code, string outcome)
    {
        Monitor("", more: $",\"resultType\":\"{code}\"").Activity.Outcome.Name().ShouldBe(outcome);
        Monitor($$$""","status":{"errorCode":{{{code}}}}""").Activity.Outcome.Name().ShouldBe(outcome);
    }

    [Fact]
    public void Graph_has_everything_at_the_top()
    {
        var seen = Collector.Decode(
            """{"id":"g1","createdDateTime":"2026-03-02T12:00:00Z","userPrincipalName":"ana@corp.example","userId":"u1","status":{"errorCode":0},"isInteractive":true,"ipAddress":"2001:db8::1","deviceDetail":{"deviceId":"","isManaged":false},"location":{"countryOrRegion":"DE","geoCoordinates":{"latitude":0,"longitude":0}}}""")
            .ShouldHaveSingleItem();
        seen.Format.ShouldBe("entra");
        seen.Activity.Kind.ShouldBe(ActivityKind.SsoLogin);
        seen.Activity.Ip.ToString().ShouldBe("2001:db8::1");
        seen.Text(TextField.DeviceId).ShouldBeNull();
        seen.Activity.VendorPlace.IsLocated.ShouldBeFalse();
        seen.Activity.VendorPlace.Country.ToString().ShouldBe("DE");
    }

    [Fact]
    public void Log_analytics_has_json_inside_strings()
    {
        var seen = Collector.Decode(
            """{"TimeGenerated":"2026-03-02T12:00:00.1234567Z","Type":"SigninLogs","Category":"SignInLogs","ResultType":"0","IsInteractive":true,"Id":"l1","IPAddress":"198.51.100.1:443","UserPrincipalName":"ANA@corp.example","UserId":"u1","AADTenantId":"t1","DeviceDetail":"{\"deviceId\":\"d1\",\"isManaged\":true}","LocationDetails":"{\"city\":\"Berlin\",\"countryOrRegion\":\"DE\",\"geoCoordinates\":{\"latitude\":52.5,\"longitude\":13.4}}","AuthenticationDetails":"[{\"authenticationMethod\":\"Password\"},{\"authenticationMethod\":\"Text message\",\"authenticationMethodDetail\":\"+49 30 1234567\"}]"}""")
            .ShouldHaveSingleItem();
        seen.Status.ShouldBe(DecodeStatus.Decoded, seen.Reason);
        seen.Text(TextField.DeviceId).ShouldBe("d1");
        seen.Activity.DeviceManaged.ShouldBe(true);
        seen.Text(TextField.Mfa).ShouldBe("Text message");
        seen.Text(TextField.MfaPhone).ShouldBe("+49301234567");
        seen.Text(TextField.Tenant).ShouldBe("t1");
        seen.Activity.VendorPlace.Latitude.ShouldBe(52.5f);
        seen.Activity.Ip.ToString().ShouldBe("198.51.100.1");
    }

    [Fact]
    public void A_guest_is_known_by_the_home_address()
    {
        var seen = Monitor(",\"userPrincipalName\":\"wei_home.example#EXT#@corp.onmicrosoft.com\"");
        seen.Text(TextField.Email).ShouldBe("wei@home.example");
    }

    [Fact]
    public void The_corner_cases_of_time_are_all_read()
    {
        if (Shared.IsMissing) return;
        var lines = SampleRecords.Read(Path.Combine(Shared.Samples, "entra", "test-time-formats-corner-cases.log"));
        foreach (var line in lines)
        {
            var seen = Collector.Decode(line).ShouldHaveSingleItem();
            seen.Status.ShouldBe(DecodeStatus.Decoded, line);
            Conformance.Time(seen.Activity.Time)[..17].ShouldBe("2007-01-09T09:41:", line);
        }
    }
}
