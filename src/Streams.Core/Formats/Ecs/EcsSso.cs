using Streams.Core.Activities;
using Streams.Core.Formats.Entra;
using Streams.Core.Formats.Okta;

namespace Streams.Core.Formats.Ecs;

/// <summary>Identity providers and code hosts in ECS.</summary>
internal static class EcsSso
{
    public static void Okta(in JsonFields fields, Activity activity)
    {
        var type = fields.Text(EcsFields.OktaType, EcsFields.Action).Span;
        activity.Kind = OktaEvents.KindOf(type);
        var outcome = OktaEvents.OutcomeOf(fields.Text(EcsFields.OktaResult).Span);
        if (outcome != Outcome.Unknown) activity.Outcome = outcome;
        if (!fields.Text(EcsFields.OktaUuid).IsEmpty) activity[TextField.EventId] = fields.Text(EcsFields.OktaUuid);
        // user.name is the part before the @, in which two domains collide: the alternate id is the whole.
        var isSystem = fields.Is(EcsFields.OktaActorType, "SystemPrincipal"u8) && fields.Has(EcsFields.OktaUser);
        var name = fields.Text(isSystem ? EcsFields.OktaUser : EcsFields.OktaActor);
        if (!AccountText.Clean(name).IsEmpty)
        {
            activity[TextField.Login] = activity[TextField.Email] = activity[TextField.Domain] = default;
            activity[TextField.AccountId] = AccountText.Clean(fields.Text(isSystem ? EcsFields.OktaUserId : EcsFields.OktaActorId));
            activity[TextField.DisplayName] = AccountText.Clean(
                fields.Text(isSystem ? EcsFields.OktaUserDisplay : EcsFields.OktaDisplay));
            AccountText.SetName(activity, name, fields.Scratch);
            activity[TextField.LinkedEmail] = activity[TextField.Email];
        }

        if (fields.Is(EcsFields.OktaActorType, "SystemPrincipal"u8) && !isSystem) activity.AccountType = AccountType.Service;
        activity.Interactive = activity.Kind != ActivityKind.SsoToken && activity.AccountType == AccountType.Person
            && !OktaEvents.IsSentBySystem(type);
        activity[TextField.DeviceId] = AccountText.Clean(fields.Text(EcsFields.OktaDevice));
        activity[TextField.DeviceFingerprint] = AccountText.Clean(fields.Text(EcsFields.OktaPrint, EcsFields.OktaDtHash));
        activity[TextField.Session] = EntraText.First(fields, EcsFields.OktaRoot, EcsFields.OktaSession);
        activity[TextField.Mfa] = AccountText.Clean(fields.Text(EcsFields.OktaFactor));
        activity[TextField.App] = AccountText.Clean(fields.Text(EcsFields.OktaApp));
        activity[TextField.RelayProvider] = OktaTunnels.OperatorOf(fields.Text(EcsFields.OktaTunnels), fields.Scratch);
        if (fields.Integer(EcsFields.OktaAsn) is > 0 and <= uint.MaxValue and var asn) activity.VendorPlace.Asn = (uint)asn;
        if (fields.Bool(EcsFields.OktaProxy) == true) activity.VendorPlace.Class = NetworkClass.Anonymiser;
    }

    public static void Azure(in JsonFields fields, Activity activity)
    {
        if (!EntraOutcome.TryKind(fields.Text(EcsFields.AzureCategory).Span, out var kind, out var type)) kind = ActivityKind.SsoLogin;
        activity.Kind = fields.Bool(EcsFields.AzureInteractive) ?? kind == ActivityKind.SsoLogin ? kind : ActivityKind.SsoToken;
        activity.Interactive = activity.Kind == ActivityKind.SsoLogin;
        var code = fields.Integer(EcsFields.AzureResult) ?? fields.Integer(EcsFields.AzureError);
        if (code is { } number) activity.Outcome = EntraOutcome.Of(number);
        activity[TextField.Domain] = default;
        if (type == AccountType.Service)
        {
            activity[TextField.AccountId] = EntraText.Id(fields.Text(EcsFields.AzurePrincipal));
            activity[TextField.DisplayName] = activity[TextField.Login] =
                EntraText.First(fields, EcsFields.AzurePrincipalName, EcsFields.AzureApp);
        }
        else
        {
            activity[TextField.AccountId] = EntraText.Id(fields.Text(EcsFields.AzureUserId, EcsFields.UserId));
            activity[TextField.DisplayName] = EntraText.First(fields, EcsFields.AzureDisplay, EcsFields.UserFullName);
            EntraText.SetPrincipal(activity, fields.Text(EcsFields.AzureUpn), fields.Scratch);
        }

        activity.AccountType = type;
        activity[TextField.DeviceId] = EntraText.Id(fields.Text(EcsFields.AzureDevice));
        activity[TextField.DeviceName] = AccountText.Clean(fields.Text(EcsFields.AzureDeviceName));
        activity.DeviceManaged = fields.Bool(EcsFields.AzureManaged);
        if (fields.Has(EcsFields.AzureOs)) activity[TextField.Os] = AccountText.Clean(fields.Text(EcsFields.AzureOs));
        activity[TextField.Session] = EntraText.First(fields, EcsFields.AzureSession, EcsFields.AzureToken);
        activity[TextField.App] = AccountText.Clean(fields.Text(EcsFields.AzureApp));
        activity[TextField.Tenant] = EntraText.Id(fields.Text(EcsFields.AzureTenant));
        activity[TextField.EventId] = EntraText.Id(fields.Text(EcsFields.AzureId, EcsFields.EventId));
        if (fields.Integer(EcsFields.AzureAsn) is > 0 and <= uint.MaxValue and var asn) activity.VendorPlace.Asn = (uint)asn;
    }

    public static void GitHub(in JsonFields fields, Activity activity)
    {
        var action = fields.Text(EcsFields.Action).Span;
        if (action.SequenceEqual("git.push"u8)) activity.Kind = ActivityKind.CodePush;
        else if (action.SequenceEqual("git.clone"u8) || action.SequenceEqual("git.fetch"u8)) activity.Kind = ActivityKind.CodeFetch;
        else if (action.SequenceEqual("repo.download_zip"u8) || action.SequenceEqual("repo.access"u8)) activity.Kind = ActivityKind.CodeExport;
        if (activity.Kind != ActivityKind.Other && activity.Outcome == Outcome.Unknown) activity.Outcome = Outcome.Success;
        activity.Ip = fields.Ip(EcsFields.GitHubActorIp);
        activity.VendorPlace = default;
        activity[TextField.Repo] = AccountText.Clean(fields.Text(EcsFields.GitHubRepo));
        activity[TextField.Tenant] = AccountText.Clean(fields.Text(EcsFields.GitHubOrg));
        activity[TextField.Token] = AccountText.Clean(fields.Text(EcsFields.GitHubToken));
    }

    public static void Google(in JsonFields fields, Activity activity)
    {
        var action = fields.Text(EcsFields.Action).Span;
        if (action.SequenceEqual("login_success"u8) || action.SequenceEqual("login_failure"u8)) activity.Kind = ActivityKind.SsoLogin;
        else if (action.SequenceEqual("login_challenge"u8) || action.SequenceEqual("login_verification"u8)) activity.Kind = ActivityKind.SsoFactor;
        else if (action.SequenceEqual("logout"u8)) activity.Kind = ActivityKind.SsoLogout;
    }

    public static void CloudTrail(in JsonFields fields, Activity activity)
    {
        if (fields.Is(EcsFields.Action, "ConsoleLogin"u8)) activity.Kind = ActivityKind.SsoLogin;
    }

    /// <summary>ECS of anybody: only the categories tell.</summary>
    public static void Plain(in JsonFields fields, Activity activity)
    {
        EcsCommon.SetDevice(fields, activity);
        if (!fields.Contains(EcsFields.Category, "authentication"u8) && !fields.Contains(EcsFields.Category, "session"u8)) return;
        activity.Kind = fields.Contains(EcsFields.Type, "end"u8) ? ActivityKind.SsoLogout : ActivityKind.SsoLogin;
    }
}
