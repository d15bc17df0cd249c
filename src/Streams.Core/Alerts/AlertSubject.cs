namespace Streams.Core.Alerts;

/// <summary>
/// What an alert is about. <paramref name="Type"/>: <c>account</c>, <c>ring</c>, or <c>review</c> for an account's
/// entry in the restricted queue, which must neither lift nor leak into its other alert.
/// </summary>
public readonly record struct AlertSubject(string Type, string Id)
{
    public static AlertSubject Account(string account) => new("account", account);

    public static AlertSubject Ring(string ring) => new("ring", ring);

    public AlertSubject ForReview => new("review", Id);

    public override string ToString() => Type + ":" + Id;
}
