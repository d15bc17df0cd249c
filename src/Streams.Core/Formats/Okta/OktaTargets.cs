using Streams.Core.Activities;

namespace Streams.Core.Formats.Okta;

/// <summary>The <c>target</c> array: user, app, device, authenticator and phone that an event is about.</summary>
internal sealed class OktaTargets
{
    private readonly JsonRows _rows;
    private readonly JsonField _type, _id, _name, _display, _serial, _oktaDevice, _managed;

    public OktaTargets(JsonTable table)
    {
        _rows = table.Rows("target");
        _type = _rows.Field("type");
        _id = _rows.Field("id");
        _name = _rows.Field("alternateId");
        _display = _rows.Field("displayName");
        _serial = _rows.Field("detailEntry.serialNumber");
        _managed = _rows.Field("detailEntry.managed");
        _oktaDevice = _rows.Field("detailEntry.oktaDeviceId");
    }

    /// <summary>Takes the account from the first user among the targets.</summary>
    public bool TrySetUser(in JsonFields fields, Activity activity)
    {
        foreach (var target in fields.Rows(_rows))
        {
            if (!target.Is(_type, "User"u8)) continue;
            activity[TextField.AccountId] = AccountText.Clean(target.Text(_id));
            activity[TextField.DisplayName] = AccountText.Clean(target.Text(_display));
            AccountText.SetName(activity, target.Text(_name), fields.Scratch);
            activity[TextField.LinkedEmail] = activity[TextField.Email];
            activity.AccountType = AccountText.TypeOf(activity[TextField.Login].Span);
            return true;
        }

        return false;
    }

    public void Apply(in JsonFields fields, Activity activity)
    {
        foreach (var target in fields.Rows(_rows))
        {
            if (target.Is(_type, "AppInstance"u8)) SetApp(target, activity);
            else if (target.Is(_type, "UDDevice"u8)) SetDevice(target, activity);
            else if (target.Is(_type, "AuthenticatorEnrollment"u8)) SetAuthenticator(target, activity);
            else if (target.Is(_type, "MobilePhone"u8)) SetPhone(target, activity);
        }
    }

    private void SetApp(in JsonFields target, Activity activity)
    {
        if (!activity[TextField.App].IsEmpty) return;
        var name = AccountText.Clean(target.Text(_name));
        activity[TextField.App] = name.IsEmpty ? AccountText.Clean(target.Text(_display)) : name;
    }

    private void SetDevice(in JsonFields target, Activity activity)
    {
        activity.DeviceManaged ??= target.Bool(_managed);
        Fill(activity, TextField.DeviceSerial, target.Text(_serial));
        Fill(activity, TextField.DeviceId, target.Text(_oktaDevice));
        Fill(activity, TextField.DeviceId, target.Text(_id));
        Fill(activity, TextField.DeviceName, target.Text(_display));
    }

    private void SetAuthenticator(in JsonFields target, Activity activity)
    {
        // A password or a mailbox is an enrolment too, and no thing that two people could share.
        if (target.Is(_display, "Password"u8) || target.Is(_display, "Email"u8)) return;
        Fill(activity, TextField.Mfa, target.Text(_display));
        Fill(activity, TextField.MfaDevice, target.Text(_id));
    }

    private void SetPhone(in JsonFields target, Activity activity)
    {
        Fill(activity, TextField.MfaPhone, PhoneText.Clean(target.Text(_display), target.Scratch));
        Fill(activity, TextField.MfaPhone, PhoneText.Clean(target.Text(_name), target.Scratch));
    }

    private static void Fill(Activity activity, TextField field, Utf8Text text)
    {
        text = AccountText.Clean(text);
        // A value with mask characters is never an artefact (detections.md §3 rule 6).
        if (activity[field].IsEmpty && !AccountText.IsMasked(text.Span)) activity[field] = text;
    }
}
