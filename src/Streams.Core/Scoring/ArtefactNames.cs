namespace Streams.Core.Scoring;

/// <summary>What documents and the allow table call the types of artefact.</summary>
public static class ArtefactNames
{
    public static string Document(ArtefactType type) => type switch
    {
        ArtefactType.Device => "device",
        ArtefactType.BrowserHash => "browser",
        ArtefactType.MfaDevice => "mfa_device",
        ArtefactType.Phone => "phone",
        ArtefactType.Key => "key",
        ArtefactType.Token => "token",
        _ => "ip",
    };

    /// <summary>The allow table knows fewer types: authenticators and browsers are devices there.</summary>
    public static string Allow(ArtefactType type) => type switch
    {
        ArtefactType.Phone => "phone",
        ArtefactType.Key => "key",
        ArtefactType.Token => "token",
        ArtefactType.Ip => "ip",
        _ => "device",
    };

    public static string Sentence(ArtefactType type) => type switch
    {
        ArtefactType.Device => "the device",
        ArtefactType.BrowserHash => "the browser",
        ArtefactType.MfaDevice => "the authenticator",
        ArtefactType.Phone => "the phone",
        ArtefactType.Key => "the key",
        ArtefactType.Token => "the access token",
        _ => "the address",
    };
}
