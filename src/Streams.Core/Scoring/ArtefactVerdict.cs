using System.Collections.Immutable;
using Streams.Core.Activities;
using Streams.Core.Detections;
using Streams.Core.Rings;

namespace Streams.Core.Scoring;

/// <summary>
/// What an artefact says: findings by account (an account that is not named has none), and one fact for the rings.
/// </summary>
public sealed record ArtefactVerdict(ImmutableSortedDictionary<Key128, ImmutableArray<Finding>> Findings,
    EdgeFact Edge);
