using System.Text.Json.Serialization;

namespace Streams.Core.Scoring;

/// <summary>
/// An event that was told of an account's day and is no longer among those that are kept of it: its document stays with
/// that status. Property order is the order in JSON.
/// </summary>
public sealed record WithdrawnEvent
{
    public const string Withdrawn = "withdrawn";

    /// <summary>Comes first, which is how it is told from an event that stands.</summary>
    public string Status { get; init; } = Withdrawn;

    /// <summary>As in <see cref="EventDocument.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Beginning of the UTC day in which it happened, Unix ms.</summary>
    [JsonConverter(typeof(Rfc3339Converter))]
    public required long Day { get; init; }

    public required string Account { get; init; }

    [JsonIgnore]
    public string Entity => "event:" + Id;
}
