using Lifecycle.Failures;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Api;

/// <summary>How long an API server may be away in the middle of a wait. It begins with its making, and anew with each answer.</summary>
internal sealed class Outage(TimeProvider clock)
{
    /// <summary>A k3s server is back within this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Patience _patience = new(Longest, clock);

    /// <summary>Why there was no answer to what was asked last; null where there was one.</summary>
    public string? Problem { get; private set; }

    /// <returns>The answer; nothing where there is none.</returns>
    /// <exception cref="UnreachableException">There has been none for too long.</exception>
    public async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ask(cancellationToken);
            _patience.Renew();
            Problem = null;
            return answer;
        }
        catch (UnreachableException exception) when (!_patience.IsOver)
        {
            Problem = exception.Problem;
            return default;
        }
    }
}
