using Streams.Core.Activities;

namespace Streams.Core.Formats.Entra;

/// <summary>
/// A sign-in object as Graph has it at the top and Azure Monitor in <c>properties</c>: one set of fields for both.
/// </summary>
internal sealed class EntraSignIn
{
    private readonly JsonField _userId, _upn, _userName, _principalId, _principalName, _appId, _city, _country, _latitude, _longitude,
        _asn, _deviceId, _deviceName, _os, _managed, _agent, _client, _session, _token, _app, _resource, _mfaDevice, _phone, _method;

    private readonly EntraMethods _methods;

    public EntraSignIn(JsonTable table, string prefix)
    {
        JsonField Field(string path) => table.Field(prefix + path);
        Id = Field("id");
        Created = Field("createdDateTime");
        ErrorCode = Field("status.errorCode");
        Interactive = Field("isInteractive");
        Ip = Field("ipAddress");
        TenantId = Field("tenantId");
        _userId = Field("userId");
        _upn = Field("userPrincipalName");
        _userName = Field("userDisplayName");
        _principalId = Field("servicePrincipalId");
        _principalName = Field("servicePrincipalName");
        _appId = Field("appId");
        _city = Field("location.city");
        _country = Field("location.countryOrRegion");
        _latitude = Field("location.geoCoordinates.latitude");
        _longitude = Field("location.geoCoordinates.longitude");
        _asn = Field("autonomousSystemNumber");
        _deviceId = Field("deviceDetail.deviceId");
        _deviceName = Field("deviceDetail.displayName");
        _os = Field("deviceDetail.operatingSystem");
        _managed = Field("deviceDetail.isManaged");
        _agent = Field("userAgent");
        _client = Field("clientAppUsed");
        _session = Field("sessionId");
        _token = Field("uniqueTokenIdentifier");
        _app = Field("appDisplayName");
        _resource = Field("resourceDisplayName");
        _mfaDevice = Field("authenticationAppDeviceDetails.deviceId");
        _phone = Field("mfaDetail.authDetail");
        _method = Field("mfaDetail.authMethod");
        _methods = new EntraMethods(table, prefix + "authenticationDetails");
    }

    public JsonField Id { get; }

    public JsonField Created { get; }

    public JsonField ErrorCode { get; }

    public JsonField Interactive { get; }

    public JsonField Ip { get; }

    public JsonField TenantId { get; }

    public JsonField UserPrincipalName => _upn;

    public bool IsServicePrincipal(in JsonFields fields) =>
        !AccountText.Clean(fields.Text(_principalId)).IsEmpty && AccountText.Clean(fields.Text(_upn)).IsEmpty;

    public void Apply(in JsonFields fields, Activity activity)
    {
        SetAccount(fields, activity);
        activity.Ip = fields.Ip(Ip);
        activity[TextField.DeviceId] = EntraText.Id(fields.Text(_deviceId));
        activity[TextField.DeviceName] = AccountText.Clean(fields.Text(_deviceName));
        activity[TextField.Os] = AccountText.Clean(fields.Text(_os));
        activity.DeviceManaged = fields.Bool(_managed);
        activity[TextField.UserAgent] = AccountText.Clean(fields.Text(_agent));
        activity[TextField.Client] = AccountText.Clean(fields.Text(_client));
        activity[TextField.Session] = EntraText.First(fields, _session, _token);
        activity[TextField.App] = EntraText.First(fields, _app, _resource);
        activity[TextField.Tenant] = EntraText.Id(fields.Text(TenantId));
        activity[TextField.EventId] = EntraText.Id(fields.Text(Id));
        activity[TextField.MfaDevice] = EntraText.Id(fields.Text(_mfaDevice));
        activity[TextField.MfaPhone] = PhoneText.Clean(fields.Text(_phone), fields.Scratch);
        activity[TextField.Mfa] = AccountText.Clean(fields.Text(_method));
        _methods.Apply(fields, activity);
        VendorGeo.Set(
            activity, fields.Text(_country), fields.Text(_city), fields.Number(_latitude), fields.Number(_longitude), fields.Integer(_asn));
    }

    private void SetAccount(in JsonFields fields, Activity activity)
    {
        if (activity.AccountType == AccountType.Service || IsServicePrincipal(fields))
        {
            activity.AccountType = AccountType.Service;
            activity[TextField.AccountId] = EntraText.Id(EntraText.First(fields, _principalId, _appId));
            activity[TextField.Login] = EntraText.First(fields, _principalName, _app);
            activity[TextField.DisplayName] = activity[TextField.Login];
            return;
        }

        activity[TextField.AccountId] = EntraText.Id(fields.Text(_userId));
        activity[TextField.DisplayName] = AccountText.Clean(fields.Text(_userName));
        EntraText.SetPrincipal(activity, fields.Text(_upn), fields.Scratch);
    }
}

internal static class EntraText
{
    /// <summary>An id, unless it is the all-zero GUID or a note that it was removed.</summary>
    public static Utf8Text Id(Utf8Text text)
    {
        text = AccountText.Clean(text);
        return text.IsEmpty || text.Span[0] == '{' || text.Span.IndexOfAnyExcept("0-"u8) < 0 ? default : text;
    }

    public static Utf8Text First(in JsonFields fields, JsonField first, JsonField second)
    {
        var text = AccountText.Clean(fields.Text(first));
        return text.IsEmpty ? AccountText.Clean(fields.Text(second)) : text;
    }

    public static void SetPrincipal(Activity activity, Utf8Text name, DecodeScratch scratch)
    {
        AccountText.SetName(activity, name, scratch);
        activity[TextField.LinkedEmail] = activity[TextField.Email];
        activity.AccountType = AccountText.TypeOf(activity[TextField.Login].Span);
    }
}
