namespace Streams.Core.Formats.Ecs;

/// <summary>
/// The fields of normalised ECS that we read: common ones, then those of the datasets in formats.md Table 6.
/// </summary>
internal static class EcsFields
{
    public static readonly JsonTable Table = new(dotted: true);

    public static readonly JsonField Time = Table.Field("@timestamp"), Start = Table.Field("event.start"),
        Category = Table.Field("event.category"), Type = Table.Field("event.type"), Action = Table.Field("event.action"),
        Outcome = Table.Field("event.outcome"), Dataset = Table.Field("event.dataset"), Module = Table.Field("event.module"),
        Code = Table.Field("event.code"), EventId = Table.Field("event.id"), Provider = Table.Field("event.provider"),
        StreamDataset = Table.Field("data_stream.dataset"), Message = Table.Field("message");

    public static readonly JsonField UserId = Table.Field("user.id"), UserEmail = Table.Field("user.email"),
        UserName = Table.Field("user.name"), UserDomain = Table.Field("user.domain"), UserFullName = Table.Field("user.full_name"),
        SourceUser = Table.Field("source.user.name"), SourceUserEmail = Table.Field("source.user.email"),
        SourceUserDomain = Table.Field("source.user.domain"), ClientUser = Table.Field("client.user.name");

    public static readonly JsonField SourceIp = Table.Field("source.ip"), SourceNat = Table.Field("source.nat.ip"),
        ClientIp = Table.Field("client.ip"), ClientNat = Table.Field("client.nat.ip"), DestinationIp = Table.Field("destination.ip"),
        ForwardedIp = Table.Field("network.forwarded_ip");

    public static readonly JsonField HostId = Table.Field("host.id"), HostName = Table.Field("host.name"),
        DeviceId = Table.Field("device.id"), Serial = Table.Field("device.serial_number"), HostOs = Table.Field("host.os.name"),
        Agent = Table.Field("user_agent.original"), AgentOs = Table.Field("user_agent.os.name");

    public static readonly EcsGeo SourceGeo = new("source"), ClientGeo = new("client"), DestinationGeo = new("destination");

    public static readonly JsonField OktaType = Table.Field("okta.event_type"), OktaActorId = Table.Field("okta.actor.id"),
        OktaActorType = Table.Field("okta.actor.type"), OktaActor = Table.Field("okta.actor.alternate_id"),
        OktaDisplay = Table.Field("okta.actor.display_name"), OktaUuid = Table.Field("okta.uuid"),
        OktaResult = Table.Field("okta.outcome.result"), OktaProxy = Table.Field("okta.security_context.is_proxy"),
        OktaAsn = Table.Field("okta.security_context.as.number"), OktaDevice = Table.Field("okta.device.id"),
        OktaRoot = Table.Field("okta.authentication_context.root_session_id"),
        OktaSession = Table.Field("okta.authentication_context.external_session_id"),
        OktaFactor = Table.Field("okta.debug_context.debug_data.factor"),
        OktaPrint = Table.Field("okta.debug_context.debug_data.device_fingerprint"),
        OktaDtHash = Table.Field("okta.debug_context.debug_data.dt_hash"),
        OktaTunnels = Table.Field("okta.debug_context.debug_data.flattened.tunnels"),
        OktaUserId = Table.Field("okta.target[type=User].id"), OktaUser = Table.Field("okta.target[type=User].alternate_id"),
        OktaUserDisplay = Table.Field("okta.target[type=User].display_name"),
        OktaApp = Table.Field("okta.target[type=AppInstance].alternate_id");

    public static readonly JsonField AzureCategory = Table.Field("azure.signinlogs.category"),
        AzureResult = Table.Field("azure.signinlogs.result_type"), AzureTenant = Table.Field("azure.tenant_id"),
        AzureError = Table.Field("azure.signinlogs.properties.status.error_code"),
        AzureInteractive = Table.Field("azure.signinlogs.properties.is_interactive"),
        AzureUpn = Table.Field("azure.signinlogs.properties.user_principal_name"),
        AzureUserId = Table.Field("azure.signinlogs.properties.user_id"),
        AzureDisplay = Table.Field("azure.signinlogs.properties.user_display_name"),
        AzurePrincipal = Table.Field("azure.signinlogs.properties.service_principal_id"),
        AzurePrincipalName = Table.Field("azure.signinlogs.properties.service_principal_name"),
        AzureId = Table.Field("azure.signinlogs.properties.id"), AzureApp = Table.Field("azure.signinlogs.properties.app_display_name"),
        AzureDevice = Table.Field("azure.signinlogs.properties.device_detail.device_id"),
        AzureDeviceName = Table.Field("azure.signinlogs.properties.device_detail.display_name"),
        AzureManaged = Table.Field("azure.signinlogs.properties.device_detail.is_managed"),
        AzureOs = Table.Field("azure.signinlogs.properties.device_detail.operating_system"),
        AzureAsn = Table.Field("azure.signinlogs.properties.autonomous_system_number"),
        AzureSession = Table.Field("azure.signinlogs.properties.session_id"),
        AzureToken = Table.Field("azure.signinlogs.properties.unique_token_identifier");

    public static readonly JsonField GitHubActorIp = Table.Field("github.actor_ip"), GitHubRepo = Table.Field("github.repo"),
        GitHubOrg = Table.Field("github.org"), GitHubToken = Table.Field("github.hashed_token");

    public static readonly JsonField PanType = Table.Field("panw.panos.type"), PanSerial = Table.Field("panw.panos.serial_number"),
        AsaAssigned = Table.Field("cisco.asa.assigned_ip"), AsaMessage = Table.Field("cisco.asa.message_id"),
        FortiSubtype = Table.Field("fortinet.firewall.subtype"), FortiAction = Table.Field("fortinet.firewall.action"),
        FortiTunnelIp = Table.Field("fortinet.firewall.tunnelip"), FortiAssigned = Table.Field("fortinet.firewall.assignip"),
        FortiTunnel = Table.Field("fortinet.firewall.tunnelid"), MerakiSubtype = Table.Field("cisco_meraki.event_subtype"),
        MerakiPeer = Table.Field("cisco_meraki.anyconnect_vpn_session_manager.peer_ip"),
        ZpaStatus = Table.Field("zscaler_zpa.user_status.session.status"), ZpaSession = Table.Field("zscaler_zpa.user_status.session.id"),
        CloudflareAction = Table.Field("cloudflare_logpush.access_request.action"),
        CloudflareAllowed = Table.Field("cloudflare_logpush.access_request.allowed"),
        Pulse = Table.Field("pulse_secure"), Pfsense = Table.Field("pfsense");
}

/// <summary>Elastic's place of one end. Country names are not read: in azure.signinlogs they hold the state.</summary>
internal sealed class EcsGeo(string end)
{
    public JsonField Country { get; } = EcsFields.Table.Field($"{end}.geo.country_iso_code");

    public JsonField City { get; } = EcsFields.Table.Field($"{end}.geo.city_name");

    public JsonField Latitude { get; } = EcsFields.Table.Field($"{end}.geo.location.lat");

    public JsonField Longitude { get; } = EcsFields.Table.Field($"{end}.geo.location.lon");

    public JsonField Asn { get; } = EcsFields.Table.Field($"{end}.as.number");
}
