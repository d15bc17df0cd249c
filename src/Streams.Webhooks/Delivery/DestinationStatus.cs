namespace Streams.Webhooks.Delivery;

/// <summary>A destination as metrics and <c>streams alerts</c> show it.</summary>
/// <param name="Name">As configured.</param>
/// <param name="IsDisabled">It answered 410 and gets no more until somebody enables it.</param>
/// <param name="Pending">To be sent, first attempts and others.</param>
/// <param name="Held">Waiting for the end of quiet hours, maintenance or for a digest.</param>
/// <param name="Dead">Given up, kept.</param>
/// <param name="Dropped">Dead letters over the limit, in this life.</param>
public sealed record DestinationStatus(string Name, bool IsDisabled, int Pending, int Held, int Dead, long Dropped);
