using Streams.Runtime.Actors;

namespace Streams.Runtime.Trials;

/// <summary>An actor that may have to wait before it does what it was given.</summary>
public interface IStepped : IActor
{
    bool IsBusy { get; }
}
