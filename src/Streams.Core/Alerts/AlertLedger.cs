using System.Collections.Immutable;

namespace Streams.Core.Alerts;

/// <summary>The state after a step, and what is to be said, in order.</summary>
public sealed record AlertStep(AlertState State, ImmutableArray<AlertDocument> Said);

/// <summary>
/// Alerts are a ledger and not a function of a document, because a page may rest on a finding that is withdrawn a
/// second later. A step is pure: the same states, inputs and log times say the same, byte by byte.
/// </summary>
public static class AlertLedger
{
    /// <param name="state"><see cref="AlertState.Empty"/> at first.</param>
    /// <param name="input">The subject's newest document, also where it did not change.</param>
    /// <param name="policy">Settings.</param>
    /// <param name="logTime">Unix ms; never earlier than in the step before.</param>
    public static AlertStep Step(AlertState state, AlertInput input, AlertPolicy policy, long logTime)
    {
        var said = ImmutableArray.CreateBuilder<AlertDocument>();
        var standing = input.Standing;
        var main = new TrackStep(
            input.Subject, input, policy, logTime, standing?.LastPage, standing?.LastTicket, standing?.LastOwnTicket,
            Disposition.Ticket, said);
        var review = new TrackStep(
            input.Subject.ForReview, input, policy, logTime, null, standing?.LastReview, standing?.LastReview,
            Disposition.Review, said);
        return new AlertStep(
            new AlertState { Main = main.Run(state.Main), Review = review.Run(state.Review) }, said.ToImmutable());
    }
}
