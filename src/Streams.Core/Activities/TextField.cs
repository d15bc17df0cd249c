namespace Streams.Core.Activities;

/// <summary>The text fields of an activity. The order is the order in frames: append, never insert.</summary>
public enum TextField : byte
{
    AccountId = 0,
    Email,
    Login,
    DisplayName,
    /// <summary>
    /// Windows or VPN domain, realm or group that qualified the login (<c>CORP</c> of <c>CORP\ana</c>).
    /// </summary>
    Domain,
    DeviceId,
    DeviceName,
    DeviceSerial,
    /// <summary>Browser fingerprint: medium strength.</summary>
    DeviceFingerprint,
    Os,
    UserAgent,
    Client,
    Session,
    Mfa,
    /// <summary>Id of the authenticator (app, key) that proved the second factor.</summary>
    MfaDevice,
    /// <summary>Phone number of the second factor, never one with mask characters.</summary>
    MfaPhone,
    RelayProvider,
    App,
    Tenant,
    EventId,
    Repo,
    /// <summary>Hashed access token of a forge.</summary>
    Token,
    /// <summary>Fingerprint of the SSH or signing key.</summary>
    Key,
    /// <summary>City as the vendor or our tables have it.</summary>
    City,
    /// <summary>
    /// A verified address of the same person under another system (GitHub SAML <c>external_identity_nameid</c>).
    /// </summary>
    LinkedEmail,
    Count,
}
